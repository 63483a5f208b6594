using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

public sealed class SubscriptionRaceTests
{
    [Fact]
    public async Task Of_two_who_register_one_filter_the_first_may_leave()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        using var stop = new CancellationTokenSource();
        var first = SubscribeAsync(session, stop.Token);
        var asked = await peer.ReadAsync<MqttSubscribePacket>();
        var second = SubscribeAsync(session, default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Device.Limit));
        await AnswerAllAsync(peer, asked, second);
        await AssertHeardAsync(session, peer);
    }

    [Fact]
    public async Task One_who_unregisters_while_another_registers_leaves_no_deaf_subscription()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var made = SubscribeAsync(session, default);
        await AnswerAsync(peer, await peer.ReadAsync<MqttSubscribePacket>());
        await made.WaitAsync(Device.Limit);
        var leaving = session.Subscriptions.UnsubscribeAsync(["t"], default);
        var left = await peer.ReadAsync<MqttUnsubscribePacket>();
        var again = SubscribeAsync(session, default);
        await AnswerAllAsync(peer, left, Task.WhenAll(leaving, again));
        await AssertHeardAsync(session, peer);
    }

    [Fact]
    public async Task One_who_stops_to_wait_for_UNSUBACK_has_left_all_the_same()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var made = SubscribeAsync(session, default);
        await AnswerAsync(peer, await peer.ReadAsync<MqttSubscribePacket>());
        await made.WaitAsync(Device.Limit);
        using var stop = new CancellationTokenSource();
        var leaving = session.Subscriptions.UnsubscribeAsync(["t"], stop.Token);
        var left = await peer.ReadAsync<MqttUnsubscribePacket>();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(Device.Limit));
        await AnswerAsync(peer, left);
        await Device.UntilAsync(() => session.Subscriptions.Entries.Count == 0);
        await AssertHeardAsync(session, peer, heard: false);
    }

    [Fact]
    public async Task One_who_stops_to_wait_for_SUBACK_leaves_nothing_behind()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        using var stop = new CancellationTokenSource();
        var made = SubscribeAsync(session, stop.Token);
        var asked = await peer.ReadAsync<MqttSubscribePacket>();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => made.WaitAsync(Device.Limit));
        await AnswerAsync(peer, asked);
        var left = await peer.ReadAsync<MqttUnsubscribePacket>();
        Assert.Equal("t", Assert.Single(left.TopicFilters));
        Assert.Empty(session.Subscriptions.Entries);
    }

    private static async Task SubscribeAsync(DeviceSession session, CancellationToken cancellation) =>
        await session.Subscriptions.SubscribeAsync([new TopicRequest("t", 1)], null, cancellation);

    // Answers what has come and whatever follows, until the commands have their answers.
    private static async Task AnswerAllAsync(RawConnection peer, MqttPacket first, Task commands)
    {
        await AnswerAsync(peer, first);
        while (!commands.IsCompleted)
        {
            var next = peer.ReadAsync();
            if (await Task.WhenAny(next, commands).WaitAsync(Device.Limit) == commands)
            {
                // A read can not be taken back: the packet that it waits for comes before what the test reads next.
                break;
            }

            await AnswerAsync(peer, (await next)!);
        }

        await commands.WaitAsync(Device.Limit);
    }

    private static Task AnswerAsync(RawConnection peer, MqttPacket packet) => packet switch
    {
        MqttSubscribePacket s => peer.SendAsync([0x90, 3, (byte)(s.PacketIdentifier >> 8), (byte)s.PacketIdentifier, 1]),
        MqttUnsubscribePacket u => peer.SendAsync([0xB0, 2, (byte)(u.PacketIdentifier >> 8), (byte)u.PacketIdentifier]),
        _ => throw new InvalidOperationException($"{packet} was not expected."),
    };

    // What comes for the filter lies where a reader of the filter finds it; or nobody reads the filter.
    private static async Task AssertHeardAsync(DeviceSession session, RawConnection peer, bool heard = true)
    {
        await peer.SendAsync([0x30, 4, 0, 1, (byte)'t', (byte)'1']);
        await Device.UntilAsync(() => session.Inbox.Received == 1);
        Assert.Equal(heard, session.Subscriptions.Find("t") is { Buffer.Count: 1 });
    }
}
