using System.Collections.Concurrent;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Authorization;

/// <summary>
/// Stands between a device and the MQTT server's subscriptions. The server sees the permitted filters only, all with
/// QoS 1, because the platform delivers with the sender's QoS whatever the subscription says; the device is answered
/// with what it asked for, QoS 2 lowered to 1, and with 0x80 for what it may not have.
/// </summary>
internal sealed class SubscriptionGuard(DeviceEntry device, string? clientId, EmulatorEventLog events)
{
    // Made with the first SUBSCRIBE.
    private ConcurrentDictionary<ushort, List<MqttSubscribeReasonCode>>? _answers;

    /// <summary>Leaves in the packet what the server may see.</summary>
    public void Restrict(MqttSubscribePacket packet)
    {
        var answers = new List<MqttSubscribeReasonCode>(packet.TopicFilters.Count);
        var permitted = new List<MqttTopicFilter>(packet.TopicFilters.Count);
        string? tooMany = packet.TopicFilters.Count > PlatformLimits.TopicsPerSubscribe
            ? $"{packet.TopicFilters.Count} topics in one SUBSCRIBE, allowed are {PlatformLimits.TopicsPerSubscribe}"
            : null;
        foreach (var filter in packet.TopicFilters)
        {
            var speaker = device.SpeakerOf(filter.Topic);
            string? fault = tooMany ?? FaultOf(speaker, filter.Topic);
            if (fault is null && !speaker.TryAddSubscription(filter.Topic))
                fault = $"the device has {PlatformLimits.SubscriptionsPerDevice} subscriptions, which is the limit";
            if (fault is not null)
            {
                answers.Add(MqttSubscribeReasonCode.UnspecifiedError);
                string message = $"{filter.Topic}: {fault}";
                events.Add(EmulatorEventCode.SubscribeDenied, message, device.Identity, clientId);
                continue;
            }

            answers.Add(filter.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce
                ? MqttSubscribeReasonCode.GrantedQoS0
                : MqttSubscribeReasonCode.GrantedQoS1);
            filter.QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
            permitted.Add(filter);
        }

        packet.TopicFilters = permitted;
        LazyInitializer.EnsureInitialized(ref _answers)[packet.PacketIdentifier] = answers;
    }

    /// <summary>Puts the answers that the device is to see into the server's SUBACK.</summary>
    public void Answer(MqttSubAckPacket packet)
    {
        if (_answers?.TryRemove(packet.PacketIdentifier, out var answers) == true)
            packet.ReasonCodes = answers;
    }

    public void Forget(MqttUnsubscribePacket packet)
    {
        foreach (string? filter in packet.TopicFilters)
            (device.SubDeviceOf(filter) ?? device).RemoveSubscription(filter);
    }

    private string? FaultOf(DeviceEntry speaker, string filter)
    {
        if (speaker.FaultOfSubscribe(filter) is not { } fault)
            return null;
        return ReferenceEquals(speaker, device) && device.SubDeviceOf(filter) is not null
            ? "520 device session error: the sub-device is not online over this gateway; log it in first"
            : fault;
    }
}
