using System.Buffers;
using System.Runtime.InteropServices;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using MQTTnet.Packets;

namespace AliyunIotWs.Emulator.Messages;

/// <summary>
/// Judges what devices publish, puts it into the inbox and hands it to the cloud's services. Nothing goes on to other
/// devices: the platform moves a message from device to device by a rule only, and a device does not get its own
/// message back.
/// </summary>
internal sealed class PublishIntake(
    EmulatorInbox inbox, CloudServices cloud, EmulatorEventLog events, TimeProvider time)
{
    /// <summary>
    /// Takes a message of QoS 0 or 1. The platform has no retained messages; the flag is ignored.
    /// </summary>
    /// <returns>
    /// The payload; null when the platform drops the message: without any answer, a PUBACK included, while the connection
    /// stays.
    /// </returns>
    public byte[]? Take(DeviceEntry entry, string? clientId, MqttPublishPacket packet)
    {
        var speaker = entry.SpeakerOf(packet.Topic);
        var device = speaker.Identity;
        if (speaker.FaultOfPublish(packet.Topic) is { } fault)
        {
            if (entry.SubDeviceOf(packet.Topic) is { } absent && ReferenceEquals(speaker, entry))
                cloud.Sessions.DenyMessage(entry, absent, packet.Topic, PayloadOf(packet));
            else
                events.Add(EmulatorEventCode.PublishDenied, $"topic auth failed for {packet.Topic}: {fault}", device, clientId);
            return null;
        }

        int qos = (int)packet.QualityOfServiceLevel;
        if (cloud.Context.Limits.Messages && !speaker.Rates.TrySend(qos))
        {
            events.Add(EmulatorEventCode.RateExceeded, RateOf(qos) + packet.Topic, device, clientId);
            return null;
        }

        if (packet.Payload.Length > PlatformLimits.PayloadBytes)
        {
            TooLong(device, clientId, $"{packet.Payload.Length} bytes of payload on {packet.Topic}");
            return null;
        }

        byte[] payload = PayloadOf(packet);
        inbox.Add(new EmulatorMessage(
            device.ProductKey,
            device.DeviceName,
            packet.Topic,
            payload,
            qos,
            time.GetUtcNow()));
        return payload;
    }

    public void TooLong(EmulatorDevice device, string? clientId, string what) =>
        events.Add(
            EmulatorEventCode.PublishDiscarded,
            $"{what} are over the platform's {PlatformLimits.PayloadBytes}",
            device,
            clientId);

    private static string RateOf(int qos) =>
        $"more than {(qos == 0 ? PlatformLimits.MessagesPerSecondQos0 : PlatformLimits.MessagesPerSecondQos1)} messages of "
        + $"QoS {qos} within a second; send slower, or start the emulator with -NoMessageLimit. Dropped was one on ";

    // The decoder has made an array for the payload alone, so that there is no need for another copy.
    private static byte[] PayloadOf(MqttPublishPacket packet) =>
        SequenceMarshal.TryGetArray(packet.Payload, out var segment)
        && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : packet.Payload.ToArray();
}
