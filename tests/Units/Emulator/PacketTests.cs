using System.Net.WebSockets;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Units.Emulator;

public sealed class PacketTests
{
    private static readonly byte[] s_connect = RawPeer.Connect(Box.WsId, Box.User, Box.Sha256);
    private static readonly byte[] s_ping = [0xC0, 0x00];
    private static readonly byte[] s_accepted = [0x20, 0x02, 0x00, 0x00];
    private static readonly byte[] s_pong = [0xD0, 0x00];

    // PUBLISH, QoS 1, packet id 7, topic /pk/device/user/update, payload "!".
    private static readonly byte[] s_publish =
        [0x32, 0x1B, 0x00, 0x16, .. "/pk/device/user/update"u8, 0x00, 0x07, (byte)'!'];

    [Fact]
    public async Task Packets_may_share_a_frame()
    {
        await using var box = await Box.StartAsync();
        using var socket = await OpenAsync(box);
        await SendAsync(box, socket, [.. s_connect, .. s_publish, .. s_ping]);

        Assert.Equal(s_accepted, await RawPeer.ReceiveAsync(socket, box.Soon));
        // Answers may share one too.
        byte[] answers = [];
        while (answers.Length < 6)
            answers = [.. answers, .. await RawPeer.ReceiveAsync(socket, box.Soon)];
        Assert.Equal([0x40, 0x02, 0x00, 0x07, .. s_pong], answers);
        Assert.Equal("!"u8.ToArray(), (await box.NextAsync()).Payload);
    }

    [Fact]
    public async Task A_packet_may_span_frames_and_an_empty_frame_is_nothing()
    {
        await using var box = await Box.StartAsync();
        using var socket = await OpenAsync(box);
        foreach (byte one in s_connect)
        {
            await SendAsync(box, socket, [one]);
            await SendAsync(box, socket, []);
        }

        Assert.Equal(s_accepted, await RawPeer.ReceiveAsync(socket, box.Soon));
    }

    [Fact]
    public async Task A_version_that_MQTT_does_not_have_is_answered_with_1()
    {
        await using var box = await Box.StartAsync();
        using var socket = await OpenAsync(box);
        await SendAsync(box, socket, RawPeer.Connect(Box.WsId, Box.User, Box.Sha256, level: 6));
        Assert.Equal([0x20, 0x02, 0x00, 0x01], await RawPeer.ReceiveAsync(socket, box.Soon));
        Assert.True(await RawPeer.IsClosedAsync(socket, box.Soon));
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x00 }, false)]
    [InlineData(new byte[] { 0x30, 0x02, 0x00, 0x00 }, false)]
    [InlineData(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, false)]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0xFF }, false)]
    [InlineData(new byte[] { 0x10, 0x02, 0x00, 0x00 }, false)]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0xFF }, true)]
    [InlineData(new byte[] { 0x82, 0xFF, 0xFF, 0xFF, 0x7F }, true)]
    [InlineData(new byte[] { 0x30, 0x03, 0x00, 0x09, 0x41 }, true)]
    [InlineData(new byte[] { 0x82, 0x02, 0x00, 0x01 }, true)]
    [InlineData(new byte[] { 0x82, 0x00 }, true)]
    [InlineData(new byte[] { 0xF0, 0x00 }, true)]
    [InlineData(new byte[] { 0xD0, 0x00 }, true)]
    [InlineData(new byte[] { 0x36, 0x04, 0x00, 0x00, 0x00, 0x01 }, true)]
    [InlineData(new byte[] { 0x32, 0x07, 0x00, 0x03, 0x2F, 0x70, 0x6B, 0x00, 0x00 }, true)]
    [InlineData(new byte[] { 0x82, 0x06, 0x00, 0x00, 0x00, 0x01, 0x2F, 0x01 }, true)]
    [InlineData(new byte[] { 0xA2, 0x05, 0x00, 0x00, 0x00, 0x01, 0x2F }, true)]
    public async Task Malformed_or_misplaced_packets_end_the_connection(byte[] packet, bool afterConnect)
    {
        await using var box = await Box.StartAsync();
        using var socket = await OpenAsync(box);
        if (afterConnect)
        {
            await SendAsync(box, socket, s_connect);
            Assert.Equal(s_accepted, await RawPeer.ReceiveAsync(socket, box.Soon));
        }

        await SendAsync(box, socket, packet);
        var answer = await box.EventAsync(EmulatorEventCode.ProtocolViolation);
        Assert.NotEmpty(answer.Message);
        while (socket.State == WebSocketState.Open && !await RawPeer.IsClosedAsync(socket, box.Soon))
        {
        }
    }

    [Fact]
    public async Task A_second_CONNECT_ends_the_connection()
    {
        await using var box = await Box.StartAsync();
        using var socket = await OpenAsync(box);
        await SendAsync(box, socket, [.. s_connect, .. s_connect]);
        Assert.Equal(s_accepted, await RawPeer.ReceiveAsync(socket, box.Soon));
        Assert.True(await RawPeer.IsClosedAsync(socket, box.Soon));
    }

    [Fact]
    public async Task A_text_frame_ends_the_connection()
    {
        await using var box = await Box.StartAsync();
        using var socket = await OpenAsync(box);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, box.Soon);
        Assert.Contains("text frame", (await box.EventAsync(EmulatorEventCode.ProtocolViolation)).Message);
    }

    [Fact]
    public async Task A_closed_WebSocket_is_logged_with_its_status()
    {
        await using var box = await Box.StartAsync();
        using var socket = await OpenAsync(box);
        await SendAsync(box, socket, s_connect);
        Assert.Equal(s_accepted, await RawPeer.ReceiveAsync(socket, box.Soon));
        await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, null, box.Soon);
        Assert.Contains("1001", (await box.EventAsync(EmulatorEventCode.Disconnected)).Message);
    }

    private static Task<ClientWebSocket> OpenAsync(Box box) =>
        RawPeer.WebSocketAsync(box.Server.Endpoint, "mqtt", box.Soon);

    private static Task SendAsync(Box box, ClientWebSocket socket, byte[] bytes) =>
        socket.SendAsync(bytes, WebSocketMessageType.Binary, true, box.Soon);
}
