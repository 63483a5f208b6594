using System.Net.Security;
using System.Net.WebSockets;
using AliyunIotWs.Emulator.Hosting;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>One connection of a scripted device, over ws, wss, tcp or tls. Several may write.</summary>
internal sealed class DeviceLink(Stream stream, MqttProtocolVersion version) : IAsyncDisposable
{
    private readonly MqttPacketFormatterAdapter _formatter = new(version, new MqttBufferWriter(64, 4096));
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <param name="server">The emulator.</param>
    /// <param name="transport">ws, wss, tcp or tls.</param>
    /// <param name="trusting">True for a device that takes any certificate, over TLS.</param>
    /// <param name="version">Of the packets.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<DeviceLink> DialAsync(
        EmulatorServer server, string transport, bool trusting, MqttProtocolVersion version, CancellationToken cancellationToken) =>
        new(
            transport switch
            {
                "ws" => await WebSocketAsync(server.Endpoint, null, cancellationToken),
                "wss" => await WebSocketAsync(server.SecureEndpoint, server, cancellationToken),
                "tls" => await TlsAsync(server, trusting, cancellationToken),
                _ => await RawPeer.TcpAsync(server.Endpoint, cancellationToken),
            },
            version);

    public async Task SendAsync(MqttPacket packet)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            await stream.WriteAsync(_formatter.Encode(packet).Join(), CancellationToken.None);
            _formatter.Cleanup();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The next packet, its first byte and what follows its length; null at the end.</summary>
    public async Task<(byte Flags, byte[] Body)?> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] one = new byte[1];
        if (await stream.ReadAsync(one, cancellationToken) == 0)
            return null;
        byte flags = one[0];
        int length = 0;
        int shift = 0;
        do
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while (one[0] >= 0x80);
        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return (flags, body);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        _writing.Dispose();
    }

    private static async Task<Stream> WebSocketAsync(
        Uri endpoint, EmulatorServer? trusted, CancellationToken cancellationToken)
    {
        var socket = await RawPeer.WebSocketAsync(endpoint, "mqtt", cancellationToken, trusted?.Authority);
        return WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);
    }

    private static async Task<Stream> TlsAsync(EmulatorServer server, bool trusting, CancellationToken cancellationToken)
    {
        var secured = new SslStream(await RawPeer.TcpAsync(server.SecureEndpoint, cancellationToken));
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost" };
        if (trusting)
        {
            // That is the fault.
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else
        {
            options.CertificateChainPolicy = RawPeer.Trusting(server.Authority);
        }

        try
        {
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }
}
