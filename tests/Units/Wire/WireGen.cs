using System.Buffers;
using AliyunIotWs.Session.Outgoing;
using CsCheck;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Units.Wire;

/// <summary>Packets at random, and MQTTnet's formatter as the other opinion on them.</summary>
internal static class WireGen
{
    private static readonly Gen<string> s_piece = Gen.OneOf(
        Gen.Char['a', 'z'].Select(c => c.ToString()), Gen.Const("/"), Gen.Char['\u0080', '\ud7ff'].Select(c => c.ToString()),
        Gen.Char['\ue000', '\ufffd'].Select(c => c.ToString()), Gen.Const("\U0001F600"), Gen.Const(" "), Gen.Const("$"));

    private static readonly Gen<byte[]> s_payload = Gen.Frequency(
        (8, Gen.Byte.Array[0, 40]), (1, Gen.Byte.Array[100, 140]), (1, Gen.Int[16_370, 16_400].Select(n => new byte[n])));

    private static readonly Gen<ushort> s_id = Gen.UShort[1, ushort.MaxValue];

    public static Gen<string> Topic { get; } = s_piece.Array[1, 30].Select(string.Concat);

    public static Gen<MqttPublishPacket> Publish { get; } = Gen.Select(
        Topic, s_payload, Gen.Bool, Gen.Bool, Gen.Bool, s_id, (topic, payload, qos, duplicate, retain, id) => new MqttPublishPacket
        {
            Topic = topic,
            PayloadSegment = payload,
            QualityOfServiceLevel = qos ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce,
            Dup = qos && duplicate,
            Retain = retain,
            PacketIdentifier = qos ? id : (ushort)0,
        });

    /// <summary>What a broker sends on an open link.</summary>
    public static Gen<MqttPacket> FromBroker { get; } = Gen.OneOf(
        Publish.Select(p => (MqttPacket)p),
        s_id.Select(id => (MqttPacket)new MqttPubAckPacket { PacketIdentifier = id }),
        Gen.Select(s_id, Gen.OneOf(Gen.Const(0), Gen.Const(1), Gen.Const(0x80)).List[1, 8], (id, codes) => (MqttPacket)new MqttSubAckPacket
        {
            PacketIdentifier = id,
            ReasonCodes = [.. codes.Select(c => (MqttSubscribeReasonCode)c)],
        }),
        s_id.Select(id => (MqttPacket)new MqttUnsubAckPacket { PacketIdentifier = id }),
        Gen.Const((MqttPacket)MqttPingRespPacket.Instance));

    public static Gen<OutboundMessage> Message { get; } = Gen.Select(
        Topic, s_payload, Gen.Int[0, 1], s_id, (topic, payload, qos, id) =>
            new OutboundMessage(new PublishBatch(false), topic, payload, qos, null, 0) { PacketId = qos > 0 ? id : (ushort)0 });

    public static byte[] Encode(MqttPacket packet)
    {
        var buffer = Formatter().Encode(packet);
        return [.. buffer.Packet, .. buffer.Payload.ToArray()];
    }

    /// <summary>The packets of a stream as MQTTnet reads them, in the form of <see cref="Show"/>, as far as they have come whole.</summary>
    public static List<string> Decode(byte[] stream)
    {
        var packets = new List<string>();
        int start = 0;
        while (Cut(stream.AsSpan(start)) is (var header and > 0, var length))
        {
            var body = new ArraySegment<byte>(stream, start + header, length);
            packets.Add(Show(Formatter().Decode(new ReceivedMqttPacket(stream[start], body, header + length))));
            start += header + length;
        }

        return packets;
    }

    /// <summary>All that a packet says.</summary>
    public static string Show(MqttPacket packet) => packet switch
    {
        MqttPublishPacket p => ShowPublish(
            p.Topic, p.Payload.ToArray(), (int)p.QualityOfServiceLevel, p.Dup, p.PacketIdentifier),
        MqttPubAckPacket p => $"PUBACK {p.PacketIdentifier}",
        MqttSubAckPacket p => $"SUBACK {p.PacketIdentifier} {string.Join(' ', p.ReasonCodes.Select(c => (int)c))}",
        MqttUnsubAckPacket p => $"UNSUBACK {p.PacketIdentifier}",
        MqttSubscribePacket p => $"SUBSCRIBE {p.PacketIdentifier} "
            + string.Join(' ', p.TopicFilters.Select(f => $"{f.Topic} {(int)f.QualityOfServiceLevel}")),
        MqttUnsubscribePacket p => $"UNSUBSCRIBE {p.PacketIdentifier} {string.Join(' ', p.TopicFilters)}",
        _ => packet.GetType().Name,
    };

    public static string ShowPublish(string topic, byte[] payload, int qos, bool duplicate, ushort id) =>
        $"PUBLISH {topic} {qos} {duplicate} {id} {Convert.ToHexString(payload)}";

    private static MqttPacketFormatterAdapter Formatter() => new(MqttProtocolVersion.V311, new MqttBufferWriter(64, 1024));

    private static (int Header, int Length) Cut(ReadOnlySpan<byte> stream)
    {
        int length = 0;
        for (int header = 1; header < stream.Length; header++)
        {
            length |= (stream[header] & 0x7F) << (7 * (header - 1));
            if (stream[header] < 0x80)
                return stream.Length > header + length ? (header + 1, length) : default;
        }

        return default;
    }
}
