using System.Text;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Units.Emulator;

public sealed class HandshakeTests
{
    private const string Good = "GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: WebSocket\r\n"
        + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Protocol: mqtt\r\n";

    /// <summary>A request that is accepted.</summary>
    public static byte[] Request => Encoding.ASCII.GetBytes(Good + "\r\n");

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
        foreach (string? part in new[] { Good[..3], Good[3..40], Good[40..] + "\r", "\n" })
            await stream.WriteAsync(Encoding.ASCII.GetBytes(part), box.Soon);

        byte[] buffer = new byte[1024];
        string answer = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, box.Soon));
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Protocol: mqtt\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /mqtt HTTP/1.1", "nonsense", 400)]
    [InlineData("GET /mqtt HTTP/1.1", "GET /mqtt HTTP/1.0", 505)]
    [InlineData("GET /mqtt HTTP/1.1", "POST /mqtt HTTP/1.1", 405)]
    [InlineData("GET /mqtt HTTP/1.1", "GET /emulator/files/0 HTTP/1.1", 404)]
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
        string request = Good.Replace(part, instead, StringComparison.Ordinal) + "\r\n";
        Assert.NotEqual(Good + "\r\n", request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), box.Soon);

        string answer = await RawPeer.ReadToEndAsync(stream, box.Soon);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"refused with {status}", (await box.EventAsync(EmulatorEventCode.HandshakeFailed)).Message);
    }

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("https://127.0.0.1:3000", true)]
    [InlineData("http://127.1.2.3", true)]
    [InlineData("http://[::1]:5173", true)]
    [InlineData("http://app.localhost", true)]
    [InlineData("null", true)]
    [InlineData("file://", true)]
    [InlineData("https://example.com", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("http://192.168.0.2", false)]
    [InlineData("chrome-extension://abcdef", false)]
    [InlineData("", false)]
    [InlineData("http://localhost\r\nOrigin: https://example.com", false)]
    [InlineData("https://friend.example", true)]
    [InlineData("https://friend.example:8443", false)]
    [InlineData("http://friend.example", false)]
    public async Task A_page_of_this_machine_is_let_in_and_a_foreign_one_when_it_is_named(string origin, bool letIn)
    {
        await using var box = await Box.StartAsync(options => options with
        {
            AllowedOrigins = ["https://friend.example/"],
        });
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Good + $"Origin: {origin}\r\n\r\n"), box.Soon);
        byte[] buffer = new byte[1024];
        string answer = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, box.Soon));
        Assert.StartsWith(letIn ? "HTTP/1.1 101 " : "HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        if (!letIn)
            Assert.Contains("-AllowOrigin", (await box.EventAsync(EmulatorEventCode.HandshakeFailed)).Message);
    }

    [Fact]
    public async Task A_star_lets_every_page_in()
    {
        await using var box = await Box.StartAsync(options => options with { AllowedOrigins = ["*"] });
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Good + "Origin: https://example.com\r\n\r\n"), box.Soon);
        byte[] buffer = new byte[1024];
        string answer = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, box.Soon));
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_over_16_KiB_is_refused()
    {
        await using var box = await Box.StartAsync();
        await using var stream = await RawPeer.TcpAsync(box.Server.Endpoint, box.Soon);
        string head = (Good + "X: ").PadRight(16 * 1024, 'x');
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), box.Soon);
        Assert.StartsWith("HTTP/1.1 431 ", await RawPeer.ReadToEndAsync(stream, box.Soon), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x16, 0x03, 0x01 }, false, "TLS on the plain port")]
    [InlineData(new byte[] { 0x10, 0x10, 0x00 }, true, "no TLS on the secure port")]
    [InlineData(new byte[] { 0x47, 0x45, 0x54 }, true, "no TLS on the secure port")]
    public async Task A_peer_at_the_wrong_port_is_told_so(byte[] first, bool secure, string reason)
    {
        await using var box = await Box.StartAsync();
        var endpoint = secure ? box.Server.SecureEndpoint : box.Server.Endpoint;
        await using var stream = await RawPeer.TcpAsync(endpoint, box.Soon);
        await stream.WriteAsync(first, box.Soon);
        Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        Assert.Contains(reason, (await box.EventAsync(EmulatorEventCode.HandshakeFailed)).Message);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("secure tcp")]
    [InlineData("tls")]
    [InlineData("half a request")]
    [InlineData("half a packet")]
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
            if (after == "half a packet")
                await stream.WriteAsync(new byte[] { 0x10, 0x20 }, box.Soon);
            Assert.Empty(await RawPeer.ReadToEndAsync(stream, box.Soon));
        }

        await box.EventAsync(EmulatorEventCode.HandshakeFailed);
    }

    private static Task<Box> StartAsync(TimeSpan handshake) =>
        Box.StartAsync(options => options with { HandshakeTimeout = handshake });
}
