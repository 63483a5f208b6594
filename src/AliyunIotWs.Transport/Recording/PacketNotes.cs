using System.Globalization;
using AliyunIotWs.Recording;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Transport.Packets;
using MQTTnet.Packets;

namespace AliyunIotWs.Transport.Recording;

/// <summary>Says of a packet what a trace may hold.</summary>
internal static class PacketNotes
{
    public static PacketNote Of(OutboundMessage message, bool duplicate, int size) =>
        new(IotPacketDirection.Sent, "PUBLISH", size)
        {
            Topic = message.Topic,
            PacketId = message.Qos > 0 ? message.PacketId : null,
            Qos = message.Qos,
            Detail = duplicate ? "duplicate" : null,
            Payload = message.Payload,
        };

    public static PacketNote Of(in InboundPacket packet)
    {
        if (packet.IsPublish)
        {
            var publish = packet.Publish;
            return new(IotPacketDirection.Received, "PUBLISH", packet.Size)
            {
                Topic = publish.Topic,
                PacketId = publish.Qos > 0 ? publish.PacketId : null,
                Qos = publish.Qos,
                Detail = publish.Duplicate ? "duplicate" : null,
                Payload = publish.Payload,
            };
        }

        return packet.Other is { } other
            ? Of(IotPacketDirection.Received, other, packet.Size)
            : new(IotPacketDirection.Received, "PUBACK", packet.Size) { PacketId = packet.AcknowledgedId };
    }

    public static PacketNote Of(IotPacketDirection direction, MqttPacket packet, int size)
    {
        var note = new PacketNote(direction, Name(packet), size)
        {
            PacketId = packet is MqttPacketWithIdentifier { PacketIdentifier: > 0 and var id } ? id : null,
        };
        return packet switch
        {
            MqttConnectPacket connect => note with
            {
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{connect.ClientId}, keep-alive {connect.KeepAlivePeriod} s"
                    + $"{(connect.CleanSession ? ", clean session" : null)}"),
            },
            MqttConnAckPacket answer => note with
            {
                Detail = $"code {(int)answer.ReturnCode}{(answer.IsSessionPresent ? ", session present" : null)}",
            },
            MqttSubscribePacket subscribe => note with
            {
                Topic = string.Join(", ", subscribe.TopicFilters.Select(f => f.Topic)),
                Detail = "QoS " + string.Join(' ', subscribe.TopicFilters.Select(f => (int)f.QualityOfServiceLevel)),
            },
            MqttUnsubscribePacket unsubscribe => note with { Topic = string.Join(", ", unsubscribe.TopicFilters) },
            MqttSubAckPacket answer => note with
            {
                Detail = "codes " + string.Join(' ', answer.ReasonCodes.Select(c => (int)c)),
            },
            _ => note,
        };
    }

    // MqttPubAckPacket is PUBACK.
    private static string Name(MqttPacket packet)
    {
        string name = packet.GetType().Name;
        return name["Mqtt".Length..^"Packet".Length].ToUpperInvariant();
    }
}
