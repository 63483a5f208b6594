using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace AliyunIotWs.Emulator.Messages;

/// <summary>
/// Sends what the cloud has for one device: with QoS 0, whatever the device subscribed with, as the platform's replies
/// and calls arrive (sure: packet logs). Never waits: what finds a full outbox is lost, as QoS 0 may be, and is in the
/// log.
/// </summary>
/// <param name="findSession">The MQTT server's own look-up.</param>
/// <param name="events">Says what was lost.</param>
internal sealed class DeviceDelivery(Func<string, Task<MqttSessionStatus>> findSession, EmulatorEventLog events)
{
    /// <summary>Queues a message for the device.</summary>
    /// <param name="device">Who gets it.</param>
    /// <param name="topic">Of the message.</param>
    /// <param name="payload">Not copied.</param>
    /// <param name="subscribed">True where the device needs no subscription.</param>
    /// <returns>Null, or why it does not arrive.</returns>
    public string? Send(DeviceEntry device, string topic, byte[] payload, bool subscribed = false)
    {
        string? fault = Queue(device, topic, payload, subscribed);
        if (fault is not null)
            events.Add(EmulatorEventCode.Undelivered, $"{topic}: {fault}", device.Identity);
        return fault;
    }

    private string? Queue(DeviceEntry device, string topic, byte[] payload, bool subscribed)
    {
        if (!device.IsOnline)
            return "the device is offline";
        if (!subscribed && !device.Takes(topic))
            return "the device has not subscribed to it";
        var finding = findSession(device.Key);
        if (!finding.IsCompletedSuccessfully || finding.Result is not { } session)
            return "the device has no session";
        if (device.Outbox.EnterNow(acknowledged: false, payload.Length) is { } refusal)
            return refusal;
        var message = new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = payload,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce,
        };
        if (session.TryEnqueueApplicationMessage(message, out _))
            return null;
        device.Outbox.Written();
        return "the MQTT server did not take it";
    }
}
