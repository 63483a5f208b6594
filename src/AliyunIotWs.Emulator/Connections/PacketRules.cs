using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>What MQTT 3.1.1 forbids in a packet and the decoder lets pass.</summary>
internal static class PacketRules
{
    private const int Publish = 3;
    private const int PubRel = 6;
    private const int Subscribe = 8;
    private const int Unsubscribe = 10;
    private const int Disconnect = 14;

    /// <summary>Checks the flags of the fixed header, and those of a SUBSCRIBE's filters.</summary>
    /// <exception cref="MqttProtocolViolationException">A rule is broken; its number is in the message.</exception>
    public static void Check(byte first, ReadOnlySpan<byte> body, MqttProtocolVersion version)
    {
        var (type, flags) = (first >> 4, first & 0xF);
        if (type == Publish)
        {
            if ((flags & 6) == 6)
                throw new MqttProtocolViolationException("A PUBLISH has QoS 3 [MQTT-3.3.1-4].");
            return;
        }

        // MQTT 3.1 lets these bits be anything, or a packet that is sent again have DUP set.
        if (version == MqttProtocolVersion.V310)
            return;
        int expected = type is PubRel or Subscribe or Unsubscribe ? 2 : 0;
        if (flags != expected)
            throw new MqttProtocolViolationException($"The flags of the fixed header are {flags} {Rule(type)}.");
        if (type == Subscribe)
            CheckFilters(body);
    }

    /// <summary>Says what is wrong with a packet of a device that is online; null when nothing is.</summary>
    public static string? FaultOf(MqttPacket packet) => packet switch
    {
        MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtLeastOnce } publish =>
            $"QoS {(int)publish.QualityOfServiceLevel} on {publish.Topic}, the platform has 0 and 1 only",
        MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.AtLeastOnce, PacketIdentifier: 0 }
            or MqttSubscribePacket { PacketIdentifier: 0 }
            or MqttUnsubscribePacket { PacketIdentifier: 0 } => "the packet id is 0 [MQTT-2.3.1-1]",
        MqttSubscribePacket { TopicFilters.Count: 0 } or MqttUnsubscribePacket { TopicFilters.Count: 0 } =>
            "no topic filter [MQTT-3.8.3-3, MQTT-3.10.3-2]",
        _ => null,
    };

    private static string Rule(int type) => type switch
    {
        Subscribe => "in a SUBSCRIBE, which has 2 [MQTT-3.8.1-1]",
        Unsubscribe => "in an UNSUBSCRIBE, which has 2 [MQTT-3.10.1-1]",
        Disconnect => "in a DISCONNECT, which has none [MQTT-3.14.1-1]",
        _ => $"in a packet of type {type} [MQTT-2.2.2-2]",
    };

    private static void CheckFilters(ReadOnlySpan<byte> body)
    {
        // Packet id, then for each filter its length, its text and a byte whose upper six bits are reserved.
        int at = 2;
        while (at + 2 < body.Length)
        {
            at += 2 + ((body[at] << 8) | body[at + 1]);
            if (at < body.Length && body[at] > 2)
                throw new MqttProtocolViolationException($"A filter asks for QoS {body[at]} [MQTT-3.8.3-4].");
            at++;
        }
    }
}
