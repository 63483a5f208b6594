using System.Buffers;
using System.Text;
using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

/// <summary>A session that has several endpoints.</summary>
public sealed class FailoverTests
{
    [Fact]
    public async Task What_was_not_acknowledged_goes_out_again_in_order_at_the_next_endpoint()
    {
        await using var first = new RawBroker();
        await using var second = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(first, Device.Settings(first.Endpoint, others: second.Endpoint));
        await using var owned = new HeldSession(second, session);
        Assert.Equal(first.Endpoint, session.Endpoint);
        Task subscribing = session.Subscriptions.SubscribeAsync([new TopicRequest("a/#", 1)], null, default);
        await peer.GrantAsync(await peer.ReadAsync<MqttSubscribePacket>());
        await subscribing.WaitAsync(Device.Limit);
        var batch = new PublishBatch(false);
        for (int i = 0; i < 3; i++)
            Assert.True(session.Outbox.TrySend(Device.Message(batch, $"{i}", 1)));
        for (int i = 0; i < 3; i++)
            await peer.ReadAsync<MqttPublishPacket>();
        peer.Reset();

        var next = await second.NextConnectedAsync();
        await next.GrantAsync(await next.ReadAsync<MqttSubscribePacket>());
        for (int i = 0; i < 3; i++)
        {
            var again = await next.ReadAsync<MqttPublishPacket>();
            Assert.Equal($"{i}", Encoding.UTF8.GetString(again.Payload.ToArray()));
            Assert.True(again.Dup);
            await next.AcknowledgeAsync(again.PacketIdentifier);
        }

        await Device.UntilAsync(() => batch.Outstanding == 0);
        Assert.Equal(second.Endpoint, session.Endpoint);
        Assert.Contains(first.Endpoint.Authority, session.LastError!.Message, StringComparison.Ordinal);
        next.Reset();
        await first.NextConnectedAsync();
        await Device.UntilAsync(() => session.Reconnects == 2);
        Assert.Equal(first.Endpoint, session.Endpoint);
    }

    [Fact]
    public async Task The_first_endpoint_that_lets_the_connection_in_is_taken()
    {
        await using var away = new RawBroker();
        await using var busy = new RawBroker();
        await using var ready = new RawBroker();
        await away.LeaveAsync();
        var connecting = Device.ConnectAsync(Device.Settings(away.Endpoint, others: [busy.Endpoint, ready.Endpoint]));
        await (await busy.NextAsync()).AcceptAsync(3);
        await ready.NextConnectedAsync();
        await using var session = await connecting.WaitAsync(Device.Limit);
        Assert.Equal(ready.Endpoint, session.Endpoint);
        Assert.Equal(0, session.Reconnects);
        Assert.Null(session.LastError);
    }

    [Fact]
    public async Task That_none_answers_is_one_error_which_names_them_all()
    {
        await using var first = new RawBroker();
        await using var second = new RawBroker();
        await first.LeaveAsync();
        await second.LeaveAsync();
        var error = await Assert.ThrowsAsync<IotException>(
            () => Device.ConnectAsync(Device.Settings(first.Endpoint, others: second.Endpoint)).WaitAsync(Device.Limit));
        Assert.Equal(IotErrorId.ConnectFailed, error.Id);
        Assert.Contains(first.Endpoint.Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains(second.Endpoint.Authority, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_one_endpoint_refuses_is_shown_to_no_other()
    {
        await using var first = new RawBroker();
        await using var second = new RawBroker();
        var connecting = Device.ConnectAsync(Device.Settings(first.Endpoint, others: second.Endpoint));
        await (await first.NextAsync()).AcceptAsync(4);
        var error = await Assert.ThrowsAsync<IotException>(() => connecting.WaitAsync(Device.Limit));
        Assert.Equal(IotErrorId.AuthenticationRejected, error.Id);
        Assert.Equal(0, second.Accepted);
    }

    [Fact]
    public async Task A_credential_that_the_next_endpoint_refuses_ends_the_session()
    {
        await using var first = new RawBroker();
        await using var second = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(first, Device.Settings(first.Endpoint, others: second.Endpoint));
        await using var owned = new HeldSession(second, session);
        peer.Reset();
        await (await second.NextAsync()).AcceptAsync(4);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.Equal(IotErrorId.AuthenticationRejected, session.EndReason()!.Id);
    }

    [Fact]
    public async Task A_duel_at_one_endpoint_is_seen_although_the_other_is_away()
    {
        var time = new FakeTimeProvider();
        await using var broker = new RawBroker();
        await using var away = new RawBroker();
        await away.LeaveAsync();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, time: time, others: away.Endpoint));
        await using var owned = new HeldSession(away, session);
        for (int i = 1; i < 5; i++)
        {
            peer.Reset();
            peer = await broker.NextConnectedAsync(time);
        }

        peer.Reset();
        await Device.UntilAsync(() => session.LastError?.Id == IotErrorId.ConnectionTakenOver);
        Assert.Contains("product key", session.TakeWarning(), StringComparison.Ordinal);
    }
}
