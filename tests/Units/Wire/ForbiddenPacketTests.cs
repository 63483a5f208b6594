using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;
using MQTTnet.Packets;

namespace AliyunIotWs.Units.Wire;

/// <summary>What the standard forbids a broker ends the link, and the error says which rule it was.</summary>
public sealed class ForbiddenPacketTests
{
    [Theory]
    [InlineData(new byte[] { 0x20, 2, 2, 0 }, "3.2.2.1")]
    [InlineData(new byte[] { 0x20, 2, 0x80, 0 }, "3.2.2.1")]
    [InlineData(new byte[] { 0x20, 3, 0, 0, 0 }, "3.2.1")]
    [InlineData(new byte[] { 0x20, 1, 0 }, "3.2.1")]
    [InlineData(new byte[] { 0x2F, 2, 0, 0 }, "MQTT-2.2.2-2")]
    [InlineData(new byte[] { 0x20, 2, 1, 5 }, "MQTT-3.2.2-4")]
    public async Task A_CONNACK(byte[] bytes, string rule)
    {
        var error = await AnswerAsync(bytes, cleanSession: false);
        Assert.Equal(IotErrorId.ConnectFailed, error.Id);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_where_a_clean_one_was_asked_for()
    {
        var error = await AnswerAsync([0x20, 2, 1, 0], cleanSession: true);
        Assert.Equal(IotErrorId.ConnectFailed, error.Id);
        Assert.Contains("MQTT-3.2.2-1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x90, 3, 0, 9, 2 }, "3.8.4")]
    [InlineData(new byte[] { 0x90, 3, 0, 9, 3 }, "MQTT-3.9.3-2")]
    [InlineData(new byte[] { 0x90, 4, 0, 9, 1, 0x7F }, "MQTT-3.9.3-2")]
    [InlineData(new byte[] { 0x90, 3, 0, 0, 1 }, "MQTT-2.3.1-1")]
    [InlineData(new byte[] { 0x90, 2, 0, 9 }, "3.9.3")]
    [InlineData(new byte[] { 0x92, 3, 0, 9, 1 }, "MQTT-2.2.2-2")]
    [InlineData(new byte[] { 0x42, 2, 0, 9 }, "MQTT-2.2.2-2")]
    [InlineData(new byte[] { 0x40, 2, 0, 0 }, "MQTT-2.3.1-1")]
    [InlineData(new byte[] { 0x40, 3, 0, 9, 0 }, "3.4.1")]
    [InlineData(new byte[] { 0xB0, 0 }, "3.11.1")]
    [InlineData(new byte[] { 0xB2, 2, 0, 9 }, "MQTT-2.2.2-2")]
    [InlineData(new byte[] { 0xD1, 0 }, "MQTT-2.2.2-2")]
    [InlineData(new byte[] { 0xD0, 1, 0 }, "3.13.1")]
    [InlineData(new byte[] { 0x30, 3, 0, 0, 1 }, "MQTT-4.7.3-1")]
    [InlineData(new byte[] { 0x30, 4, 0, 2, 0xC3, 0x28 }, "MQTT-1.5.3-1")]
    [InlineData(new byte[] { 0x30, 5, 0, 3, 0xED, 0xA0, 0x80 }, "MQTT-1.5.3-1")]
    [InlineData(new byte[] { 0x30, 5, 0, 3, 0x61, 0x00, 0x62 }, "MQTT-1.5.3-2")]
    [InlineData(new byte[] { 0x30, 5, 0, 3, 0x61, 0x2F, 0x23 }, "MQTT-3.3.2-2")]
    [InlineData(new byte[] { 0x30, 5, 0, 3, 0x61, 0x2F, 0x2B }, "MQTT-3.3.2-2")]
    [InlineData(new byte[] { 0x32, 5, 0, 1, 0x61, 0, 0 }, "MQTT-2.3.1-1")]
    [InlineData(new byte[] { 0x34, 5, 0, 1, 0x61, 0, 1 }, "3.8.4")]
    [InlineData(new byte[] { 0x36, 5, 0, 1, 0x61, 0, 1 }, "MQTT-3.3.1-4")]
    public async Task A_packet_of_an_open_link(byte[] bytes, string rule)
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        await peer.SendAsync(bytes);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.Contains(rule, session.LastError!.Message, StringComparison.Ordinal);
        Assert.Equal(0, session.Inbox.Received);
    }

    [Theory]
    [InlineData(0x90, new byte[] { 1 }, "3.8.4")]
    [InlineData(0x90, new byte[] { 0, 0 }, "MQTT-3.8.4-5")]
    [InlineData(0xB0, new byte[0], "MQTT-3.8.4-5")]
    public async Task An_answer_that_does_not_fit_its_SUBSCRIBE(int type, byte[] returnCodes, string rule)
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        Task subscribing = session.Subscriptions.SubscribeAsync([new TopicRequest("t", 0)], null, default);
        ushort id = (await peer.ReadAsync<MqttSubscribePacket>()).PacketIdentifier;
        await peer.SendAsync([(byte)type, (byte)(2 + returnCodes.Length), (byte)(id >> 8), (byte)id, .. returnCodes]);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.Contains(rule, session.LastError!.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IotException>(() => subscribing.WaitAsync(Device.Limit));
        Assert.Null(session.Subscriptions.Find("t"));
    }

    [Fact]
    public async Task A_SUBACK_in_answer_to_an_UNSUBSCRIBE()
    {
        await using var broker = new RawBroker();
        (var session, var peer) =
            await Device.ConnectAsync(broker, Device.Settings(broker.Endpoint, reconnect: false));
        await using var owned = new HeldSession(broker, session);
        var leaving = session.Subscriptions.UnsubscribeAsync(["t"], default);
        ushort id = (await peer.ReadAsync<MqttUnsubscribePacket>()).PacketIdentifier;
        await peer.SendAsync([0x90, 3, (byte)(id >> 8), (byte)id, 0]);
        await Device.UntilAsync(() => session.State == IotConnectionState.Faulted);
        Assert.Contains("MQTT-3.10.4-4", session.LastError!.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IotException>(() => leaving.WaitAsync(Device.Limit));
    }

    private static async Task<IotException> AnswerAsync(byte[] bytes, bool cleanSession)
    {
        await using var broker = new RawBroker();
        var connecting = Device.ConnectAsync(Device.Settings(broker.Endpoint, cleanSession: cleanSession));
        var peer = await broker.NextAsync();
        await peer.ReadAsync();
        await peer.SendAsync(bytes);
        return await Assert.ThrowsAsync<IotException>(() => connecting.WaitAsync(Device.Limit));
    }
}
