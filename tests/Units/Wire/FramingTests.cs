using AliyunIotWs.Session;
using AliyunIotWs.Session.Outgoing;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

public sealed class FramingTests
{
    [Fact]
    public async Task Packets_that_queue_up_leave_together_and_in_order()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var batch = new PublishBatch(false);
        int before = peer.Frames;
        for (int i = 0; i < 5000; i++)
        {
            while (!session.Outbox.TrySend(Device.Message(batch, $"{i}", 0)))
                await Task.Yield();
        }

        for (int i = 0; i < 5000; i++)
            Assert.Equal($"{i}", Text(await peer.ReadAsync<MqttPublishPacket>()));
        Assert.InRange(peer.Frames - before, 1, 2500);
        await Device.UntilAsync(() => batch.Outstanding == 0);
    }

    [Fact]
    public async Task What_one_thread_sends_over_many_connections_leaves_together_on_each_and_in_order()
    {
        const int Connections = 300;
        const int Each = 40;
        await using var broker = new RawBroker();
        var devices = new List<(DeviceSession Session, RawConnection Peer)>();
        for (int i = 0; i < Connections; i++)
            devices.Add(await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint)));
        var batch = new PublishBatch(false);
        int before = devices.Sum(d => d.Peer.Frames);
        for (int i = 0; i < Each; i++)
            Assert.All(devices, d => Assert.True(d.Session.Outbox.TrySend(Device.Message(batch, $"{i}", 0))));
        foreach (var (_, peer) in devices)
        {
            for (int i = 0; i < Each; i++)
                Assert.Equal($"{i}", Text(await peer.ReadAsync<MqttPublishPacket>()));
        }

        Assert.InRange(devices.Sum(d => d.Peer.Frames) - before, Connections, Connections * Each * 3 / 4);
        await Device.UntilAsync(() => batch.Outstanding == 0);
        broker.Drop();
        await Task.WhenAll(devices.Select(d => d.Session.CloseAsync()));
    }

    [Fact]
    public async Task A_message_that_is_sent_alone_is_written_before_its_sender_goes_on()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        for (int i = 0; i < 50; i++)
        {
            // So soon after each other they would be taken for a stream, which is written by another thread.
            var batch = new PublishBatch(false);
            Assert.True(session.Outbox.TrySend(Device.Message(batch, $"{i}", 0, alone: true)));
            Assert.Equal(0, batch.Outstanding);
        }

        for (int i = 0; i < 50; i++)
            Assert.Equal($"{i}", Text(await peer.ReadAsync<MqttPublishPacket>()));
    }

    [Fact]
    public async Task With_single_packet_frames_each_packet_has_a_message_of_its_own()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, singlePacketFrames: true));
        await using var owned = new HeldSession(broker, session);
        var batch = new PublishBatch(false);
        int before = peer.Frames;
        for (int i = 0; i < 500; i++)
            Assert.True(session.Outbox.TrySend(Device.Message(batch, $"{i}", 0)));
        for (int i = 0; i < 500; i++)
            Assert.Equal($"{i}", Text(await peer.ReadAsync<MqttPublishPacket>()));
        Assert.Equal(500, peer.Frames - before);
    }

    [Fact]
    public async Task Packets_are_read_whatever_the_framing()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        byte[] one = [0x30, 4, 0, 1, (byte)'t', (byte)'1'];
        byte[] two = [0x30, 4, 0, 1, (byte)'t', (byte)'2'];
        byte[] three = [0x30, 4, 0, 1, (byte)'t', (byte)'3'];
        await peer.SendAsync([.. one, .. two[..3]]);
        await peer.SendAsync(two[3..4], endOfMessage: false);
        await peer.SendAsync(two[4..], endOfMessage: true);
        foreach (byte b in three)
            await peer.SendAsync([b]);
        await Device.UntilAsync(() => session.Inbox.Received == 3);
        Assert.Equal(["1", "2", "3"], Device.Taken(session));
    }

    [Fact]
    public async Task A_large_packet_is_read_byte_for_byte()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        byte[] payload = new byte[256 * 1024];
        new Random(1).NextBytes(payload);
        int length = payload.Length + 3;
        byte[] header = [0x30, (byte)(length % 128 | 128), (byte)(length / 128 % 128 | 128), (byte)(length / 16384)];
        await peer.SendAsync([.. header, 0, 1, (byte)'t', .. payload]);
        await Device.UntilAsync(() => session.Inbox.Received == 1);
        Assert.True(session.Inbox.TryTake(session.Inbox.Buffers, out var reading));
        Assert.Equal(payload, reading.Message.Bytes);
    }

    [Theory]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "remaining length")]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F }, "a packet of")]
    [InlineData(new byte[] { 0xF0, 0 }, "malformed")]
    [InlineData(new byte[] { 0x30, 2, 0, 9 }, "malformed")]
    [InlineData(new byte[] { 0x82, 5, 0, 1, 0, 0, 0 }, "may not send")]
    public async Task A_packet_that_no_broker_may_send_ends_the_link(byte[] bytes, string reason)
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        await peer.SendAsync(bytes);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.Contains(reason, session.LastError!.Message, StringComparison.Ordinal);
    }

    private static string Text(MqttPublishPacket packet) => System.Text.Encoding.UTF8.GetString(packet.Payload.FirstSpan);
}
