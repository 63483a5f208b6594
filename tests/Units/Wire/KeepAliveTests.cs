using System.Diagnostics;
using AliyunIotWs.Session.Outgoing;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

public sealed class KeepAliveTests
{
    private const int KeepAlive = 2;

    [Fact]
    public async Task A_peer_that_answers_pings_keeps_the_connection()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, KeepAlive, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        for (int i = 0; i < 2; i++)
        {
            await peer.ReadAsync<MqttPingReqPacket>();
            await peer.SendAsync([0xD0, 0]);
        }

        await peer.ReadAsync<MqttPingReqPacket>();
        Assert.Equal(IotConnectionState.Connected, session.State);
    }

    [Fact]
    public async Task A_peer_that_has_gone_silent_is_noticed_within_one_and_a_half_keep_alives()
    {
        await using var broker = new RawBroker();
        (var session, _) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, KeepAlive, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        long silent = Stopwatch.GetTimestamp();
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.InRange(Stopwatch.GetElapsedTime(silent).TotalSeconds, KeepAlive * 1.2, KeepAlive * 1.5);
        Assert.Contains("no answer to a ping", session.LastError!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_QoS_0_messages_does_not_hide_a_silent_peer()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, KeepAlive, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        // It reads all and says nothing: the link works in one direction only.
        var reading = Task.Run(async () =>
        {
            while (await peer.ReadAsync() is not null)
            {
            }
        });
        long silent = Stopwatch.GetTimestamp();
        var batch = new PublishBatch(false);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (session.State == IotConnectionState.Connected)
        {
            session.Outbox.TrySend(Device.Message(batch, "x", 0));
            await timer.WaitForNextTickAsync();
            Assert.True(Stopwatch.GetElapsedTime(silent).TotalSeconds < KeepAlive * 3);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(silent).TotalSeconds, KeepAlive * 1.2, KeepAlive * 1.5);
        await reading.WaitAsync(Device.Limit);
    }

    [Fact]
    public async Task A_slow_way_out_is_no_silence_while_it_gets_on()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, KeepAlive, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        // A peer that takes 200 KB a second and answers a ping only when it has come to it.
        using var stop = new CancellationTokenSource();
        var reading = peer.ReadSlowlyAsync(20_000, TimeSpan.FromMilliseconds(100), stop.Token);
        var batch = new PublishBatch(false);
        string text = new('x', 4_000);
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5 * KeepAlive))
        {
            long seen = session.Outbox.Admission.Changes;
            if (!session.Outbox.TrySend(Device.Message(batch, text, 0)))
                session.Outbox.Admission.Wait(seen, TimeSpan.FromMilliseconds(100), default);
            Assert.True(session.State == IotConnectionState.Connected, session.LastError?.Message);
        }

        await stop.CancelAsync();
        peer.Reset();
        await reading;
    }
}
