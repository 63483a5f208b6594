using System.Net.WebSockets;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Faults;
using MQTTnet;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Emulator;

public sealed class FaultLinkTests
{
    private const string Down = "/pk/device/user/get";

    // Long enough for an answer on loopback, were there one.
    private static readonly TimeSpan s_while = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_drop_takes_the_last_message_and_owes_its_acknowledgement()
    {
        await using var box = await Box.StartAsync();
        box.Server.Faults.Update(
            "pk/device", faults => faults with { DropAfterMessages = new ConnectionDrop(3, new FaultCount(1)) });
        var client = await box.ConnectAsync();
        await box.PublishAsync(client, "1");
        await box.PublishAsync(client, "2");
        await Assert.ThrowsAnyAsync<Exception>(() => box.PublishAsync(client, "3"));
        Assert.Contains("after 3 messages", (await box.EventAsync(EmulatorEventCode.Disconnected)).Message);
        Assert.Equal(3, box.Server.Inbox.Count);

        client = await box.ConnectAsync();
        for (int i = 0; i < 10; i++)
            await box.PublishAsync(client, "again");
        Assert.Equal(13, box.Server.Inbox.Count);
    }

    [Fact]
    public async Task A_drop_counts_deliveries_and_writes_the_last_one()
    {
        await using var box = await Box.StartAsync();
        box.Server.Faults.Update(
            null, faults => faults with { DropAfterDeliveries = new ConnectionDrop(2, new FaultCount(1)) });
        using var socket = await ConnectRawAsync(box);
        await SendAsync(socket, [0x82, 24, 0, 1, 0, 19, .. "/pk/device/user/get"u8, 0], box);
        Assert.Equal([0x90, 0x03, 0x00, 0x01, 0x00], await RawPeer.ReceiveAsync(socket, box.Soon));
        await box.Server.SendAsync(Down, "1"u8.ToArray(), 0, box.Soon);
        await box.Server.SendAsync(Down, "2"u8.ToArray(), 0, box.Soon);
        Assert.Equal((byte)'1', (await RawPeer.ReceiveAsync(socket, box.Soon))[^1]);
        Assert.Equal((byte)'2', (await RawPeer.ReceiveAsync(socket, box.Soon))[^1]);
        Assert.True(await RawPeer.IsClosedAsync(socket, box.Soon));
        Assert.Contains("after 2 messages", (await box.EventAsync(EmulatorEventCode.Disconnected)).Message);
    }

    [Fact]
    public async Task A_dropped_delivery_comes_again_to_a_kept_session()
    {
        await using var box = await Box.StartAsync();
        box.Server.Faults.Update(
            null, faults => faults with { DropAfterDeliveries = new ConnectionDrop(1, new FaultCount(1)) });
        var first = await SubscribedAsync(box);
        var ended = Ended(first);
        await box.Server.SendAsync(Down, "again"u8.ToArray(), 1, box.Soon);
        await ended.WaitAsync(box.Soon);
        await box.EventAsync(EmulatorEventCode.Disconnected);

        var second = box.NewClient();
        var received = MessageTests.Collect(second);
        await second.ConnectAsync(box.Options(clean: false), box.Soon);
        Assert.Equal("again", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    [Fact]
    public async Task Stalled_acknowledgements_come_later_and_in_order()
    {
        await using var box = await Box.StartAsync();
        using var socket = await ConnectRawAsync(box);
        box.Server.Faults.Update(null, faults => faults with { StallAcks = true });
        for (byte id = 1; id <= 50; id++)
            await SendAsync(socket, Publish(id), box);
        while (box.Server.Inbox.Count < 50)
            await box.Server.Inbox.WaitAsync(box.Server.Inbox.Received, box.Soon);

        // The connection itself is alive.
        await SendAsync(socket, [0xC0, 0x00], box);
        Assert.Equal([0xD0, 0x00], await RawPeer.ReceiveAsync(socket, box.Soon));

        box.Server.Faults.Clear();
        await SendAsync(socket, Publish(51), box);
        for (byte id = 1; id <= 51; id++)
            Assert.Equal([0x40, 0x02, 0x00, id], await RawPeer.ReceiveAsync(socket, box.Soon));
    }

    [Fact]
    public async Task In_a_black_hole_nothing_is_answered_and_nothing_is_lost()
    {
        await using var box = await Box.StartAsync();
        var client = await SubscribedAsync(box);
        var received = MessageTests.Collect(client);
        box.Server.Faults.Update("pk/device", faults => faults with { BlackHole = true });

        var publishing = box.PublishAsync(client, "up");
        await box.Server.SendAsync(Down, "down"u8.ToArray(), 1, box.Soon);
        var arriving = received.ReadAsync(box.Soon).AsTask();
        await Task.WhenAny(publishing, arriving, Task.Delay(s_while));
        Assert.False(publishing.IsCompleted || arriving.IsCompleted);
        Assert.True(client.IsConnected);
        Assert.Equal(0, box.Server.Inbox.Count);

        box.Server.Faults.Clear();
        await publishing;
        Assert.Equal("down", (await arriving).ConvertPayloadToString());
        Assert.Equal("up", System.Text.Encoding.UTF8.GetString((await box.NextAsync()).Payload));
    }

    [Fact]
    public async Task In_a_black_hole_a_ping_has_no_answer()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        box.Server.Faults.Update(null, faults => faults with { BlackHole = true });
        using var briefly = new CancellationTokenSource(s_while);
        await Assert.ThrowsAnyAsync<Exception>(() => client.PingAsync(briefly.Token));
        Assert.DoesNotContain(box.Server.Events.Snapshot(), e => e.Code == EmulatorEventCode.Disconnected);
    }

    [Fact]
    public async Task A_black_hole_does_not_delay_a_kick_nor_the_stop()
    {
        await using var box = await Box.StartAsync();
        var client = await box.ConnectAsync();
        var ended = Ended(client);
        box.Server.Faults.Update(null, faults => faults with { BlackHole = true });
        var unanswered = client.PublishStringAsync(
            "/pk/device/user/update", "x", MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: box.Soon);
        Assert.True(await box.Server.KickAsync("pk", "device", box.Soon).WaitAsync(TimeSpan.FromSeconds(3)));
        await ended.WaitAsync(box.Soon);
        await Assert.ThrowsAnyAsync<Exception>(() => unanswered);

        var waiting = box.NewClient().ConnectAsync(box.Options(), box.Soon);
        await box.Server.StopAsync(box.Soon).WaitAsync(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
    }

    [Fact]
    public async Task A_duplicate_follows_its_original_and_is_marked()
    {
        await using var box = await Box.StartAsync();
        var client = await SubscribedAsync(box);
        var received = MessageTests.Collect(client);
        box.Server.Faults.Update(null, faults => faults with { DuplicateDeliveries = FaultChance.Certain });
        for (int i = 0; i < 20; i++)
            await box.Server.SendAsync(Down, new[] { (byte)i }, 1, box.Soon);
        await box.Server.SendAsync(Down, "once"u8.ToArray(), 0, box.Soon);
        for (int i = 0; i < 20; i++)
        {
            foreach (bool dup in new[] { false, true })
            {
                var message = await received.ReadAsync(box.Soon);
                Assert.Equal((i, dup), (message.Payload.FirstSpan[0], message.Dup));
            }
        }

        Assert.Equal("once", (await received.ReadAsync(box.Soon)).ConvertPayloadToString());

        // Both acknowledgements were understood: nothing is left to be sent again.
        box.Server.Faults.Clear();
        await client.PingAsync(box.Soon);
        client.Dispose();
        var next = box.NewClient();
        var after = MessageTests.Collect(next);
        await next.ConnectAsync(box.Options(clean: false), box.Soon);
        await box.Server.SendAsync(Down, "next"u8.ToArray(), 1, box.Soon);
        Assert.Equal("next", (await after.ReadAsync(box.Soon)).ConvertPayloadToString());
    }

    internal static Task Ended(IMqttClient client)
    {
        var ended = new TaskCompletionSource();
        client.DisconnectedAsync += _ => Task.FromResult(ended.TrySetResult());
        return ended.Task;
    }

    internal static async Task<IMqttClient> SubscribedAsync(Box box)
    {
        var client = await box.ConnectAsync(box.Options(clean: false));
        await client.SubscribeAsync(Down, MqttQualityOfServiceLevel.AtLeastOnce, box.Soon);
        return client;
    }

    internal static async Task<ClientWebSocket> ConnectRawAsync(Box box)
    {
        var socket = await RawPeer.WebSocketAsync(box.Server.Endpoint, "mqtt", box.Soon);
        await SendAsync(socket, RawPeer.Connect(Box.WsId, Box.User, Box.Sha256), box);
        Assert.Equal([0x20, 0x02, 0x00, 0x00], await RawPeer.ReceiveAsync(socket, box.Soon));
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, byte[] packet, Box box) =>
        socket.SendAsync(packet, WebSocketMessageType.Binary, true, box.Soon);

    private static byte[] Publish(byte id) => [0x32, 26, 0, 22, .. "/pk/device/user/update"u8, 0, id];
}
