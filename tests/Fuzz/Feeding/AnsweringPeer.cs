using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AliyunIotWs.Fuzz.Feeding;

/// <summary>A listener on loopback that reads an HTTP request and answers with whatever the case has.</summary>
internal sealed class AnsweringPeer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public AnsweringPeer()
    {
        _listener.Start();
        Endpoint = new Uri($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
    }

    public Uri Endpoint { get; }

    /// <summary>Serves one connection until its client has gone.</summary>
    /// <param name="answer">From the request to the bytes.</param>
    /// <param name="silent">Leaves the connection open after them.</param>
    public async Task ServeAsync(Func<string, byte[]> answer, bool silent)
    {
        using var socket = await _listener.AcceptSocketAsync();
        // A reset leaves no port behind that has to wait.
        socket.LingerState = new LingerOption(true, 0);
        socket.NoDelay = true;
        byte[] buffer = new byte[4096];
        var request = new StringBuilder();
        try
        {
            while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await socket.ReceiveAsync(buffer) is not (> 0 and int read))
                    return;
                request.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            await socket.SendAsync(answer(request.ToString()));
            if (!silent)
                socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(buffer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The client has had enough.
        }
    }

    public void Dispose() => _listener.Dispose();
}
