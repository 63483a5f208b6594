using System.Globalization;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Outgoing;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

[Collection(nameof(FloodTests))]
public sealed class ResendTests
{
    private const int Messages = 1024;

    [Fact]
    public async Task A_full_window_of_large_messages_costs_little_more_than_itself_at_a_reconnect()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var swallowing = SwallowAsync(peer, acknowledge: false);
        var batch = new PublishBatch(false);
        long before = WorkingSet.AfterCollection();
        for (int i = 0; i < Messages; i++)
            Send(session, batch, new byte[256 * 1024]);
        Assert.Equal(Messages, session.Outbox.InFlight);
        peer.Reset();
        await swallowing;
        long most = 0;
        var again = SwallowAsync(await broker.NextConnectedAsync(sessionPresent: true), acknowledge: true);
        await Device.UntilAsync(
            () =>
            {
                most = Math.Max(most, WorkingSet.Now());
                return batch.Outstanding == 0;
            },
            TimeSpan.FromMinutes(2));
        Assert.False(batch.TryTakeFinished(out _));
        Assert.True(
            most - before < 300_000_000, string.Create(CultureInfo.InvariantCulture, $"It grew by {most - before} bytes."));
        await session.CloseAsync();
        await again;
    }

    [Fact]
    public async Task A_resend_takes_messages_that_a_peer_with_a_bound_takes()
    {
        await using var broker = new RawBroker();
        (var session, var first) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var batch = new PublishBatch(false);
        var reading = first.SwallowAsync(acknowledge: false);
        for (int i = 0; i < Messages; i++)
            Send(session, batch, new byte[2000]);
        Send(session, batch, new byte[100_000], wait: false);
        first.Reset();
        await Record.ExceptionAsync(() => reading);
        var second = await broker.NextConnectedAsync(sessionPresent: true);
        for (int i = 0; i < Messages; i++)
            await second.AcknowledgeAsync((await second.ReadAsync<MqttPublishPacket>()).PacketIdentifier);
        await Device.UntilAsync(() => batch.Outstanding == 0);
        Assert.InRange(second.FrameSizes.Max(), 2_000, 64 * 1024);
        Assert.Equal(2, broker.Accepted);
    }

    private static void Send(DeviceSession session, PublishBatch batch, byte[] payload, bool wait = true)
    {
        var message = new OutboundMessage(batch, "t", payload, 1, null, TimeProvider.System.GetTimestamp());
        long seen = session.Outbox.Admission.Changes;
        while (!session.Outbox.TrySend(message) && wait)
        {
            Assert.True(session.Outbox.Admission.Wait(seen, Device.Limit, default));
            seen = session.Outbox.Admission.Changes;
        }
    }

    // Reads without keeping, since the peer is of the process whose memory is measured.
    private static async Task SwallowAsync(RawConnection peer, bool acknowledge)
    {
        try
        {
            await peer.SwallowAsync(acknowledge);
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or ObjectDisposedException)
        {
            // The end.
        }
    }
}
