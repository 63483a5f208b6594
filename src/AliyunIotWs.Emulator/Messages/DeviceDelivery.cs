using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace AliyunIotWs.Emulator.Messages;

/// <summary>
/// Sends what the cloud has for one device, past the subscriptions of the MQTT server: the device gets a message once,
/// whether it has subscribed to it, needs no subscription, or both; a sub-device gets it over its gateway's connection.
/// What does not arrive is in the log.
/// </summary>
/// <param name="findSession">The MQTT server's own look-up.</param>
/// <param name="events">Says what was lost.</param>
internal sealed class DeviceDelivery(Func<string, Task<MqttSessionStatus>> findSession, EmulatorEventLog events)
{
    private const string NotSubscribed = "the device has not subscribed to it";
    private const string Gone = "the device has just gone offline";

    /// <summary>
    /// Queues a message, with its QoS whatever the device subscribed with. A device that is 1,000 messages behind is
    /// waited for, 10 s at most.
    /// </summary>
    /// <returns>Null, or why it does not arrive.</returns>
    public async Task<string?> SendAsync(
        DeviceEntry device, MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        string? fault = await QueueAsync(device, message, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
            events.Add(EmulatorEventCode.Undelivered, $"{message.Topic}: {fault}", device.Identity);
        return fault;
    }

    /// <summary>
    /// Replies to a message that is being worked off. A device that has not subscribed to its replies does not miss them,
    /// so that nothing is noted.
    /// </summary>
    /// <param name="message">Whose device gets it.</param>
    /// <param name="topic">Of the reply.</param>
    /// <param name="write">Makes the payload, where it is needed.</param>
    public void Reply(CloudMessage message, string topic, Func<byte[]> write) =>
        Reply(message, topic, write, static write => write());

    /// <summary>Replies likewise, from what <paramref name="write"/> is given.</summary>
    public void Reply<TState>(CloudMessage message, string topic, TState state, Func<TState, byte[]> write)
    {
        var device = message.Device;
        if (!device.Takes(topic))
            return;
        byte[] payload = write(state);
        if (!message.Link.TryAnswer(device.Carrier, topic, payload))
            Send(device, topic, payload, subscribed: true);
    }

    /// <summary>Queues what a device may not miss, nor want: without a note where it has not subscribed to it.</summary>
    /// <param name="device">Who gets it.</param>
    /// <param name="topic">Of the reply.</param>
    /// <param name="write">Makes the payload, where it is needed.</param>
    public void Tell(DeviceEntry device, string topic, Func<byte[]> write)
    {
        if (device.Takes(topic))
            Send(device, topic, write(), subscribed: true);
    }

    /// <summary>
    /// Queues a call of the cloud: with QoS 0, whatever the device subscribed with, as the platform's replies and calls
    /// arrive (sure: packet logs). Never waits: what finds a full outbox is lost, as QoS 0 may be.
    /// </summary>
    /// <param name="device">Who gets it.</param>
    /// <param name="topic">Of the message.</param>
    /// <param name="payload">Not copied.</param>
    /// <param name="subscribed">True where the device needs no subscription.</param>
    /// <param name="over">Over whose connection; null is the device's own, or that of its gateway while it is online.</param>
    /// <returns>Null, or why it does not arrive.</returns>
    public string? Send(
        DeviceEntry device, string topic, byte[] payload, bool subscribed = false, DeviceEntry? over = null)
    {
        string? fault = Queue(device, topic, payload, subscribed, over ?? device.Carrier);
        if (fault is not null)
            events.Add(EmulatorEventCode.Undelivered, $"{topic}: {fault}", device.Identity);
        return fault;
    }

    /// <summary>Sends what was kept for a sub-device while it was offline, in its order.</summary>
    public async Task SendKeptAsync(DeviceEntry device)
    {
        foreach (var message in device.TakeKept())
            await SendAsync(device, message, CancellationToken.None).ConfigureAwait(false);
    }

    private string? Queue(DeviceEntry device, string topic, byte[] payload, bool subscribed, DeviceEntry carrier)
    {
        if (!carrier.IsOnline)
            return "the device is offline";
        if (!subscribed && !device.Takes(topic))
            return NotSubscribed;
        if (carrier.Outbox.EnterNow(acknowledged: false, payload.Length) is { } refusal)
            return refusal;
        var message = new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = payload,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce,
        };
        if (TryEnqueue(carrier, message))
            return null;
        carrier.Outbox.Written();
        return Gone;
    }

    private async Task<string?> QueueAsync(
        DeviceEntry device, MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        if (!device.Takes(message.Topic))
            return NotSubscribed;
        bool acknowledged = message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
        var carrier = device.Carrier;
        string? refusal = await carrier.Outbox
            .EnterAsync(acknowledged, message.Payload.Length, cancellationToken).ConfigureAwait(false);
        if (refusal is not null || await TryEnqueueAsync(carrier, message).ConfigureAwait(false))
            return refusal;
        if (acknowledged && device.TryKeep(message))
            return null;
        if (acknowledged)
            carrier.Outbox.Acknowledged();
        else
            carrier.Outbox.Written();
        return Gone;
    }

    private async Task<bool> TryEnqueueAsync(DeviceEntry device, MqttApplicationMessage message)
    {
        // Not to be cancelled: a place in the outbox is taken already.
        await device.HoldEntranceAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            return TryEnqueue(device, message);
        }
        finally
        {
            device.LeaveEntrance();
        }
    }

    private bool TryEnqueue(DeviceEntry device, MqttApplicationMessage message)
    {
        try
        {
            var finding = findSession(device.Key);
            return finding.IsCompletedSuccessfully && finding.Result?.TryEnqueueApplicationMessage(message, out _) == true;
        }
        catch (InvalidOperationException)
        {
            // How the server says that there is no such session, or that it has stopped.
            return false;
        }
    }
}
