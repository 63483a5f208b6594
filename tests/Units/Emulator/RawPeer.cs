using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AliyunIotWs.Emulator.Hosting;

namespace AliyunIotWs.Units.Emulator;

/// <summary>A peer below the level of any MQTT client: bytes over TCP or frames over WebSocket.</summary>
internal static class RawPeer
{
    public static async Task<Stream> TcpAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", endpoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public static async Task<Stream> TlsAsync(EmulatorServer server, CancellationToken cancellationToken)
    {
        var secured = new SslStream(await TcpAsync(server.SecureEndpoint, cancellationToken));
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = Trusting(server.Authority),
            },
            cancellationToken);
        return secured;
    }

    /// <summary>Trusts this authority and no other.</summary>
    public static X509ChainPolicy Trusting(X509Certificate2 authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }

    /// <summary>All that comes until the peer closes; a reset counts as closed.</summary>
    public static async Task<string> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
        }

        return text.ToString();
    }

    public static async Task<ClientWebSocket> WebSocketAsync(
        Uri endpoint, string? subProtocol, CancellationToken cancellationToken, X509Certificate2? authority = null)
    {
        var socket = new ClientWebSocket();
        if (subProtocol is not null)
            socket.Options.AddSubProtocol(subProtocol);
        var handler = new SocketsHttpHandler();
        if (authority is not null)
            handler.SslOptions.CertificateChainPolicy = Trusting(authority);
        using var invoker = new HttpMessageInvoker(handler);
        await socket.ConnectAsync(endpoint, invoker, cancellationToken);
        return socket;
    }

    public static async Task<byte[]> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[4096];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return buffer[..result.Count];
    }

    /// <summary>True when the next thing that comes is the end of the connection, in good order or not.</summary>
    public static async Task<bool> IsClosedAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            var result = await socket.ReceiveAsync(new byte[16].AsMemory(), cancellationToken);
            return result.MessageType == WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return true;
        }
    }

    public static byte[] Connect(string clientId, string user, string password, byte level = 4)
    {
        var body = new List<byte>();
        Add("MQTT");
        body.AddRange([level, 0b1100_0010, 0x01, 0x2C]);
        Add(clientId);
        Add(user);
        Add(password);
        return [0x10, (byte)(body.Count % 128 | 128), (byte)(body.Count / 128), .. body];

        void Add(string text)
        {
            body.AddRange([(byte)(text.Length >> 8), (byte)text.Length]);
            body.AddRange(Encoding.ASCII.GetBytes(text));
        }
    }
}
