using System.Globalization;
using System.Text;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Subscribing;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

[Collection(nameof(FloodTests))]
[CollectionDefinition(nameof(FloodTests), DisableParallelization = true)]
public sealed class FloodTests
{
    private const long Bound = 64L * 1024 * 1024;

    [Fact]
    public async Task A_million_QoS_0_messages_that_nobody_reads_do_not_fill_the_memory()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var entry = await SubscribeAsync(session, peer);
        byte[] frame = Frame(qos: 0, firstId: 0, count: 500, size: 100);
        await peer.SendAsync(frame);
        await Device.UntilAsync(() => session.Inbox.Received == 500);
        long before = WorkingSet.AfterCollection();
        for (int i = 1; i < 2000; i++)
            await peer.SendAsync(frame);
        await Device.UntilAsync(() => session.Inbox.Received == 1_000_000);
        long growth = WorkingSet.AfterCollection() - before;
        Assert.True(growth < Bound, string.Create(CultureInfo.InvariantCulture, $"It grew by {growth} bytes."));
        Assert.Equal(10_000, entry.Buffer.Count);
        Assert.Equal(990_000, entry.Buffer.Dropped);
        Assert.True(session.Inbox.TryTake([entry.Buffer], out _));
    }

    [Fact]
    public async Task Long_topics_that_nobody_reads_do_not_fill_the_memory()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var entry = await SubscribeAsync(session, peer, "#");
        // One frame for all, so that what this test allocates is not measured with what the session keeps.
        const int TopicBytes = 60_000;
        const int Length = 2 + TopicBytes;
        byte[] frame =
        [
            0x30, (Length & 127) | 128, ((Length >> 7) & 127) | 128, Length >> 14,
            TopicBytes >> 8, TopicBytes & 255, .. Enumerable.Repeat((byte)'t', TopicBytes),
        ];
        long before = WorkingSet.AfterCollection();
        for (int i = 0; i < 10_000; i++)
        {
            i.TryFormat(frame.AsSpan(6, 8), out _, "D8", CultureInfo.InvariantCulture);
            await peer.SendAsync(frame);
        }

        await Device.UntilAsync(() => session.Inbox.Received == 10_000);
        long growth = WorkingSet.AfterCollection() - before;
        Assert.True(growth < Bound, string.Create(CultureInfo.InvariantCulture, $"It grew by {growth} bytes."));
        Assert.InRange(entry.Buffer.Count, 1, 100);
    }

    [Fact]
    public async Task A_broker_that_ignores_missing_acknowledgements_is_no_longer_read_from()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var entry = await SubscribeAsync(session, peer);
        long before = WorkingSet.AfterCollection();
        var flooding = Task.Run(async () =>
        {
            for (int i = 0; i < 120; i++)
                await peer.SendAsync(Frame(qos: 1, firstId: (i * 500) + 1, count: 500, size: 10_000));
        });
        await Device.UntilAsync(() => entry.Buffer.IsOverfull);
        Assert.NotSame(flooding, await Task.WhenAny(flooding, Task.Delay(TimeSpan.FromSeconds(1))));
        Assert.True(WorkingSet.AfterCollection() - before < 2 * Bound);

        // Reading takes it up again, and nothing is lost: 60,000 messages in their order.
        for (int i = 1; i <= 60_000; i++)
        {
            while (true)
            {
                long seen = session.Inbox.Arrival.Changes;
                if (session.Inbox.TryTake([entry.Buffer], out var reading))
                {
                    Assert.Equal(i.ToString(CultureInfo.InvariantCulture), reading.Message.Payload.TrimEnd());
                    break;
                }

                Assert.True(session.Inbox.Arrival.Wait(seen, Device.Limit, default));
            }
        }

        await flooding;
        for (int i = 1; i <= 60_000; i++)
            Assert.Equal((ushort)i, (await peer.ReadAsync<MqttPubAckPacket>()).PacketIdentifier);
    }

    private static async Task<SubscriptionEntry> SubscribeAsync(
        DeviceSession session, RawConnection peer, string filter = "t")
    {
        Task subscribing = session.Subscriptions.SubscribeAsync([new TopicRequest(filter, 1)], null, default);
        var subscribe = await peer.ReadAsync<MqttSubscribePacket>();
        await peer.SendAsync([0x90, 3, (byte)(subscribe.PacketIdentifier >> 8), (byte)subscribe.PacketIdentifier, 1]);
        await subscribing.WaitAsync(Device.Limit);
        return session.Subscriptions.Find(filter)!;
    }

    private static byte[] Frame(int qos, int firstId, int count, int size)
    {
        var frame = new MemoryStream();
        for (int i = 0; i < count; i++)
        {
            int id = firstId + i;
            int length = 3 + (qos * 2) + size;
            frame.WriteByte((byte)(0x30 | (qos << 1)));
            frame.WriteByte(length < 128 ? (byte)length : (byte)(length % 128 | 128));
            if (length >= 128)
                frame.WriteByte((byte)(length / 128));
            frame.Write([0, 1, (byte)'t']);
            if (qos > 0)
                frame.Write([(byte)(id >> 8), (byte)id]);
            frame.Write(Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture).PadRight(size)));
        }

        return frame.ToArray();
    }
}
