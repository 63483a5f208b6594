using System.Text;
using AliyunIotWs.Session.Outgoing;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

/// <summary>Messages that come right behind each other are filed together, in their order, and wait for nothing.</summary>
public sealed class ArrivalsTests
{
    private const int Many = 100;

    // A close frame with the code 1000 (RFC 6455, section 5.5.1).
    private static readonly byte[] s_close = [0x88, 2, 0x03, 0xE8];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(Many)]
    public async Task All_are_there_when_the_link_has_ended_behind_them(int atOnce)
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        foreach (byte[][] frames in Frames(qos: 0).Chunk(atOnce))
            await peer.SendRawAsync([.. frames.SelectMany(frame => frame)]);
        await peer.SendRawAsync(s_close);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.Equal(Numbers(), Device.Taken(session));
    }

    [Fact]
    public async Task A_stream_is_filed_some_at_a_time()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        long before = session.Inbox.Arrival.Changes;
        await peer.SendRawAsync([.. Frames(qos: 0).SelectMany(frame => frame)]);
        await Device.UntilAsync(() => session.Inbox.Received == Many);
        Assert.InRange(session.Inbox.Arrival.Changes - before, 1, Many / 10);
        Assert.Equal(Numbers(), Device.Taken(session));
    }

    [Fact]
    public async Task Each_of_a_stream_is_acknowledged_and_in_its_order()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        await peer.SendRawAsync([.. Frames(qos: 1).SelectMany(frame => frame)]);
        for (int i = 1; i <= Many; i++)
            Assert.Equal(i, (await peer.ReadAsync<MqttPubAckPacket>()).PacketIdentifier);
        Assert.Equal(Numbers(), Device.Taken(session));
    }

    [Fact]
    public async Task What_came_before_an_answer_is_there_when_the_answer_is()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        for (int round = 0; round < 50; round++)
        {
            var batch = new PublishBatch(false);
            Assert.True(session.Outbox.TrySend(Device.Message(batch, "sent", 1)));
            var publish = await peer.ReadAsync<MqttPublishPacket>();
            byte[] ack = [0x82, 4, 0x40, 2, (byte)(publish.PacketIdentifier >> 8), (byte)publish.PacketIdentifier];
            await peer.SendRawAsync([.. Frames(qos: 0).SelectMany(frame => frame), .. ack]);
            await Device.UntilAsync(() => batch.Outstanding == 0);
            Assert.Equal(Numbers(), Device.Taken(session));
        }
    }

    private static List<string> Numbers() => [.. Enumerable.Range(1, Many).Select(i => $"{i:D3}")];

    // Each in a frame of its own, as brokers send them.
    private static IEnumerable<byte[]> Frames(int qos) => Numbers().Select((number, i) =>
    {
        byte[] id = qos > 0 ? [0, (byte)(i + 1)] : [];
        byte[] body = [0, 1, (byte)'t', .. id, .. Encoding.ASCII.GetBytes(number)];
        return (byte[])[0x82, (byte)(body.Length + 2), (byte)(0x30 | (qos << 1)), (byte)body.Length, .. body];
    });
}
