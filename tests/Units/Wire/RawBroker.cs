using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace AliyunIotWs.Units.Wire;

/// <summary>
/// The far end of real sockets on loopback: takes WebSockets and leaves every byte after the upgrade to the test.
/// </summary>
internal sealed class RawBroker : IAsyncDisposable
{
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<RawConnection> _accepted = Channel.CreateUnbounded<RawConnection>();
    private readonly List<RawConnection> _all = [];
    private CancellationTokenSource _leaving = new();
    private Task _accepting;

    public RawBroker()
    {
        _listener.Start();
        Endpoint = new Uri($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync(_leaving.Token);
    }

    public Uri Endpoint { get; }

    /// <summary>The next connection after its upgrade; the test answers its CONNECT.</summary>
    public async Task<RawConnection> NextAsync() =>
        await _accepted.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The next connection after an accepting CONNACK.</summary>
    public async Task<RawConnection> NextConnectedAsync(bool sessionPresent = false)
    {
        var connection = await NextAsync();
        await connection.AcceptAsync(0, sessionPresent);
        return connection;
    }

    /// <summary>The same, while the time that the device waits for passes, a second in ten milliseconds.</summary>
    public async Task<RawConnection> NextConnectedAsync(FakeTimeProvider time)
    {
        var next = NextConnectedAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!next.IsCompleted && await timer.WaitForNextTickAsync())
            time.Advance(TimeSpan.FromSeconds(1));
        return await next;
    }

    public int Accepted
    {
        get
        {
            lock (_all)
                return _all.Count;
        }
    }

    /// <summary>Takes no connection, until <see cref="Return"/>.</summary>
    public async Task LeaveAsync()
    {
        // The accepting first: it may be about to ask the listener for the next one.
        await _leaving.CancelAsync();
        await _accepting;
        _listener.Stop();
    }

    public void Return()
    {
        _leaving.Dispose();
        _leaving = new CancellationTokenSource();
        _listener = new TcpListener(IPAddress.Loopback, Endpoint.Port);
        _listener.Start();
        _accepting = AcceptAsync(_leaving.Token);
    }

    /// <summary>Cuts all connections.</summary>
    public void Drop()
    {
        lock (_all)
            _all.ForEach(c => c.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _leaving.Dispose();
        Drop();
    }

    private async Task AcceptAsync(CancellationToken leaving)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(leaving);
                if (await TryUpgradeAsync(client) is not { } connection)
                    continue;
                lock (_all)
                    _all.Add(connection);
                _accepted.Writer.TryWrite(connection);
            }
        }
        catch (OperationCanceledException)
        {
            // It leaves.
        }
    }

    // Null where the client has gone again, as one does that is closed while it connects.
    private static async Task<RawConnection?> TryUpgradeAsync(TcpClient client)
    {
        try
        {
            return await UpgradeAsync(client);
        }
        catch (IOException)
        {
            client.Dispose();
            return null;
        }
    }

    public static Task<RawConnection> UpgradeAsync(TcpClient client) => UpgradeAsync(client, client.GetStream());

    /// <param name="client">The connection.</param>
    /// <param name="stream">What goes over it: itself, or TLS.</param>
    public static async Task<RawConnection> UpgradeAsync(TcpClient client, Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        string key = head.ToString().Split("\r\n")
            .First(l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
        byte[] accept = SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
        string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Accept: {Convert.ToBase64String(accept)}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        var socket = WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "mqtt" });
        return new RawConnection(client, socket);
    }
}
