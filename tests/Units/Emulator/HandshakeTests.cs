using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Listening;

namespace AliyunIotWs.Units.Emulator;

public sealed class HandshakeTests
{
    private const string Good = "GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: WebSocket\r\n"
        + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Protocol: mqtt\r\n";

    [Theory]
    [InlineData("/", "mqtt", "mqtt")]
    [InlineData("/mqtt", "mqttv3.1", "mqttv3.1")]
    [InlineData("/any/path?x=1", null, null)]
    public async Task Any_path_and_the_known_sub_protocols_are_accepted(string path, string? asked, string? agreed)
    {
        await using var box = await Box.StartAsync();
        foreach (var endpoint in new[] { box.Server.Endpoint, box.Server.SecureEndpoint })
        {
            using var socket = await RawPeer.WebSocketAsync(
                new Uri(endpoint, path), asked, box.Soon, box.Server.Authority);
            Assert.Equal(agreed, socket.SubProtocol);
        }
    }

    [Fact]
    public async Task The_accepting_answer_is_the_one_of_RFC_6455()
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        foreach (var part in new[] { Good[..3], Good[3..40], Good[40..] + "\r", "\n" })
            await stream.WriteAsync(Encoding.ASCII.GetBytes(part), box.Soon);

        var buffer = new byte[1024];
        var answer = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, box.Soon));
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Protocol: mqtt\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /mqtt HTTP/1.1", "nonsense", 400)]
    [InlineData("GET /mqtt HTTP/1.1", "GET /mqtt HTTP/1.0", 505)]
    [InlineData("GET /mqtt HTTP/1.1", "POST /mqtt HTTP/1.1", 405)]
    [InlineData("Host: localhost\r\n", "", 400)]
    [InlineData("Host: localhost\r\n", "Host: a\r\nHost: b\r\n", 400)]
    [InlineData("Host: localhost\r\n", "Host: a\r\nfolded line\r\n", 400)]
    [InlineData("Upgrade: WebSocket\r\n", "", 426)]
    [InlineData("Upgrade: WebSocket", "Upgrade: h2c", 426)]
    [InlineData("keep-alive, Upgrade", "keep-alive", 400)]
    [InlineData("Version: 13", "Version: 8", 426)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400)]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==", "!!!!!!!!!!!!!!!!!!!!!!==", 400)]
    [InlineData("Protocol: mqtt", "Protocol: soap", 400)]
    [InlineData("Sec-WebSocket-Protocol: mqtt\r\n", "\r\nbody", 400)]
    public async Task A_bad_request_is_answered_and_closed(string part, string instead, int status)
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        var request = Good.Replace(part, instead, StringComparison.Ordinal) + "\r\n";
        Assert.NotEqual(Good + "\r\n", request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), box.Soon);

        var answer = await RawPeer.ReadToEndAsync(stream, box.Soon);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"refused with {status}", (await box.EventAsync(EmulatorEventCode.HandshakeFailed)).Message);
    }

    [Fact]
    public async Task A_head_over_16_KiB_is_refused()
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        var head = (Good + "X: ").PadRight(16 * 1024, 'x');
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), box.Soon);
        Assert.StartsWith("HTTP/1.1 431 ", await RawPeer.ReadToEndAsync(stream, box.Soon), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x16, 0x03, 0x01 }, "TLS on the plain port")]
    [InlineData(new byte[] { 0x10, 0x10, 0x00 }, "MQTT without WebSocket")]
    public async Task A_peer_of_another_protocol_is_told_apart(byte[] first, string reason)
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        await stream.WriteAsync(first, box.Soon);
        Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        Assert.Contains(reason, (await box.EventAsync(EmulatorEventCode.HandshakeFailed)).Message);
    }

    [Fact]
    public async Task Plain_HTTP_on_the_secure_port_is_told_apart()
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.SecureEndpoint, box.Soon);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Good + "\r\n"), box.Soon);
        await RawPeer.ReadToEndAsync(stream, box.Soon);
        var failed = await box.EventAsync(EmulatorEventCode.HandshakeFailed);
        Assert.StartsWith("wss: ", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("secure tcp")]
    [InlineData("tls")]
    [InlineData("half a request")]
    [InlineData("websocket")]
    public async Task A_silent_peer_is_closed(string after)
    {
        await using var box = await StartAsync(TimeSpan.FromMilliseconds(300));
        var (plain, secure) = (box.Server.Endpoint, box.Server.SecureEndpoint);
        if (after == "websocket")
        {
            using var socket = await RawPeer.WebSocketAsync(plain, "mqtt", box.Soon);
            Assert.True(await RawPeer.IsClosedAsync(socket, box.Soon));
        }
        else
        {
            await using var stream = after == "tls"
                ? await RawPeer.TlsAsync(box.Server, box.Soon)
                : await RawPeer.TcpAsync(after == "secure tcp" ? secure : plain, box.Soon);
            if (after == "half a request")
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Good), box.Soon);
            Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        }

        await box.EventAsync(EmulatorEventCode.HandshakeFailed);
    }

    [Fact]
    public async Task Silent_peers_do_not_keep_a_device_out_for_long()
    {
        await using var box = await StartAsync(TimeSpan.FromSeconds(1));
        var silent = new List<Socket>();
        try
        {
            for (var i = 0; i < WebSocketServerAdapter.PendingLimit + 10; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                silent.Add(socket);
                await socket.ConnectAsync("127.0.0.1", box.Server.Endpoint.Port, box.Soon);
            }

            var clock = Stopwatch.StartNew();
            await box.ConnectAsync();
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(6));
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    private static Task<Box> StartAsync(TimeSpan handshake) =>
        Box.StartAsync(options => options with { HandshakeTimeout = handshake });
}
