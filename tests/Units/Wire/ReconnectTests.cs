using System.Net.WebSockets;
using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

public sealed class ReconnectTests
{
    [Fact]
    public async Task What_was_not_acknowledged_goes_out_again_in_order_marked_as_duplicate()
    {
        await using var broker = new RawBroker();
        (var session, var first) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var batch = new PublishBatch(false);
        for (int i = 0; i < 4; i++)
            Assert.True(session.Outbox.TrySend(Device.Message(batch, $"{i}", 1)));
        var ids = new List<ushort>();
        for (int i = 0; i < 4; i++)
            ids.Add((await first.ReadAsync<MqttPublishPacket>()).PacketIdentifier);
        await first.AcknowledgeAsync(ids[1]);
        await Device.UntilAsync(() => batch.Outstanding == 3);
        first.Reset();

        var second = await broker.NextConnectedAsync(sessionPresent: true);
        foreach (int i in new[] { 0, 2, 3 })
        {
            var again = await second.ReadAsync<MqttPublishPacket>();
            Assert.Equal(ids[i], again.PacketIdentifier);
            Assert.True(again.Dup);
            await second.AcknowledgeAsync(again.PacketIdentifier);
        }

        await Device.UntilAsync(() => batch.Outstanding == 0);
        Assert.False(batch.TryTakeFinished(out _));
        Assert.Equal(1, session.Reconnects);
    }

    [Fact]
    public async Task Subscriptions_are_made_again_before_messages_go_out_again()
    {
        await using var broker = new RawBroker();
        (var session, var first) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        Task subscribing = session.Subscriptions.SubscribeAsync([new TopicRequest("a/#", 1)], null, default);
        var subscribe = await first.ReadAsync<MqttSubscribePacket>();
        await first.GrantAsync(subscribe);
        await subscribing.WaitAsync(Device.Limit);
        var batch = new PublishBatch(false);
        Assert.True(session.Outbox.TrySend(Device.Message(batch, "x", 1)));
        await first.ReadAsync<MqttPublishPacket>();
        first.Reset();

        var second = await broker.NextConnectedAsync();
        var again = await second.ReadAsync<MqttSubscribePacket>();
        Assert.Equal("a/#", Assert.Single(again.TopicFilters).Topic);
        await second.ReadAsync<MqttPublishPacket>();
    }

    [Fact]
    public async Task A_subscription_that_the_loss_interrupted_is_asked_for_again()
    {
        await using var broker = new RawBroker();
        (var session, var first) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        Task subscribing = session.Subscriptions.SubscribeAsync([new TopicRequest("a", 1)], null, default);
        await first.ReadAsync<MqttSubscribePacket>();
        first.Reset();

        var second = await broker.NextConnectedAsync();
        var again = await second.ReadAsync<MqttSubscribePacket>();
        await second.GrantAsync(again);
        await subscribing.WaitAsync(Device.Limit);
        Assert.Equal("a", Assert.Single(session.Subscriptions.Entries).Filter);
    }

    [Theory]
    [InlineData(1, nameof(IotErrorId.ProtocolRejected))]
    [InlineData(2, nameof(IotErrorId.ClientIdRejected))]
    [InlineData(4, nameof(IotErrorId.AuthenticationRejected))]
    [InlineData(5, nameof(IotErrorId.NotAuthorized))]
    public async Task A_refused_credential_is_final(byte code, string id)
    {
        await using var broker = new RawBroker();
        (var session, var first) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        var batch = new PublishBatch(false);
        Assert.True(session.Outbox.TrySend(Device.Message(batch, "x", 1)));
        first.Reset();
        await (await broker.NextAsync()).AcceptAsync(code);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted && batch.Outstanding == 0);
        Assert.Equal(id, session.LastError!.Id.ToString());
        Assert.True(batch.TryTakeFinished(out var failed));
        Assert.Equal(id, failed.Failure!.Id.ToString());
        Assert.Equal(2, broker.Accepted);
    }

    [Fact]
    public async Task A_broker_that_is_unavailable_is_tried_again()
    {
        await using var broker = new RawBroker();
        (var session, var first) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        await using var owned = new HeldSession(broker, session);
        first.Reset();
        await (await broker.NextAsync()).AcceptAsync(3);
        await broker.NextConnectedAsync();
        await Device.UntilAsync(() => session.State == IotConnectionState.Connected);
    }

    [Fact]
    public async Task Being_kicked_again_and_again_slows_down_names_the_suspicion_and_goes_on()
    {
        var time = new FakeTimeProvider();
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, time: time));
        await using var owned = new HeldSession(broker, session);
        for (int i = 1; i < 5; i++)
        {
            peer.Reset();
            peer = await broker.NextConnectedAsync(time);
            Assert.Null(session.TakeWarning());
        }

        peer.Reset();
        await Device.UntilAsync(() => session.LastError?.Id == IotErrorId.ConnectionTakenOver);
        Assert.Equal(IotConnectionState.Reconnecting, session.State);
        Assert.Contains("product key", session.TakeWarning(), StringComparison.Ordinal);
        Assert.Null(session.TakeWarning());

        // One connect a minute from here on.
        long kicked = time.GetTimestamp();
        peer = await broker.NextConnectedAsync(time);
        Assert.InRange(time.GetElapsedTime(kicked).TotalSeconds, 50, 70);
        await Device.UntilAsync(() => session.State == IotConnectionState.Connected);
        peer.Reset();
        peer = await broker.NextConnectedAsync(time);
        Assert.Null(session.TakeWarning());
        Assert.Equal(7, broker.Accepted);
        peer.Reset();
    }

    [Fact]
    public async Task A_broker_that_grants_and_dies_again_and_again_is_no_duel()
    {
        var time = new FakeTimeProvider();
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, time: time));
        await using var owned = new HeldSession(broker, session);
        Task subscribing = session.Subscriptions.SubscribeAsync([new TopicRequest("a/#", 1)], null, default);
        for (int i = 0; i < 10; i++)
        {
            await peer.GrantAsync(await peer.ReadAsync<MqttSubscribePacket>());
            await subscribing.WaitAsync(Device.Limit);
            peer.Reset();
            peer = await broker.NextConnectedAsync(time);
        }

        Assert.Equal(IotErrorId.ConnectionLost, session.LastError!.Id);
        await Device.UntilAsync(() => session.State == IotConnectionState.Connected);
        peer.Reset();
    }

    [Fact]
    public async Task A_broker_that_is_away_between_short_idle_links_is_no_duel()
    {
        var time = new FakeTimeProvider();
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, time: time));
        await using var owned = new HeldSession(broker, session);
        for (int i = 0; i < 10; i++)
        {
            await broker.LeaveAsync();
            peer.Reset();
            await Device.UntilAsync(() =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return session.LastError?.Id == IotErrorId.ConnectFailed;
            });
            broker.Return();
            peer = await broker.NextConnectedAsync(time);
            await Device.UntilAsync(() => session.State == IotConnectionState.Connected);
        }

        Assert.Null(session.TakeWarning());
        peer.Reset();
    }

    [Fact]
    public async Task A_broker_that_dies_again_and_again_before_it_acknowledges_is_no_duel()
    {
        var time = new FakeTimeProvider();
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, time: time));
        await using var owned = new HeldSession(broker, session);
        Assert.True(session.Outbox.TrySend(Device.Message(new PublishBatch(keepReceipts: false), "x", 1)));
        for (int i = 0; i < 10; i++)
        {
            await peer.ReadAsync<MqttPublishPacket>();
            peer.Reset();
            peer = await broker.NextConnectedAsync(time);
        }

        Assert.Equal(IotErrorId.ConnectionLost, session.LastError!.Id);
        Assert.Null(session.TakeWarning());
        peer.Reset();
    }

    [Fact]
    public async Task The_peers_close_status_and_reason_are_kept()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        await peer.Socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "too many connects", default);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.Contains("1008, policy violation (too many connects)", session.LastError!.Message, StringComparison.Ordinal);
        Assert.Null(await peer.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, peer.Socket.CloseStatus);
    }

    [Fact]
    public async Task A_disconnect_says_so_and_closes_the_WebSocket()
    {
        await using var broker = new RawBroker();
        (var session, var peer) = await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint));
        var closing = session.CloseAsync();
        await peer.ReadAsync<MqttDisconnectPacket>();
        Assert.Null(await peer.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, peer.Socket.CloseStatus);
        await peer.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await closing.WaitAsync(Device.Limit);
        Assert.Equal(IotConnectionState.Disconnected, session.State);
    }

    [Fact]
    public async Task A_QoS_0_message_that_the_link_did_not_outlive_is_reported()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        // The peer reads nothing: sooner or later bytes stay on this side.
        var batch = new PublishBatch(false);
        string text = new('x', 100_000);
        long seen;
        do
        {
            seen = session.Outbox.Admission.Changes;
        }
        while (session.Outbox.TrySend(Device.Message(batch, text, 0))
            || session.Outbox.Admission.Wait(seen, TimeSpan.FromSeconds(1), default));

        peer.Reset();
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted && batch.Outstanding == 0);
        Assert.True(batch.TryTakeFinished(out var failed));
        Assert.Equal(IotErrorId.ConnectionLost, failed.Failure!.Id);
    }
}
