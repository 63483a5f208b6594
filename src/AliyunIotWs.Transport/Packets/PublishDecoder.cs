using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// Reads PUBLISH packets (MQTT 3.1.1, section 3.3) straight out of the reader's buffer, as <see cref="PublishEncoder"/>
/// writes them. Not thread-safe.
/// </summary>
internal sealed class PublishDecoder
{
    private byte[] _topicBytes = [];
    private string _topic = string.Empty;

    /// <summary>Says what is wrong with the packet; null where nothing is.</summary>
    public string? Decode(byte header, ReadOnlySpan<byte> body, out InboundPublish publish)
    {
        publish = default;
        int qos = (header >> 1) & 3;
        if (qos > 1)
        {
            return qos == 2
                ? "PUBLISH of QoS 2, which no subscription asked for (MQTT 3.1.1, section 3.8.4)"
                : "PUBLISH of QoS 3 [MQTT-3.3.1-4]";
        }

        if (!BinaryPrimitives.TryReadUInt16BigEndian(body, out ushort topicLength))
            return "PUBLISH without a topic [MQTT-3.3.2-1]";
        int at = 2 + topicLength;
        int end = at + (qos > 0 ? 2 : 0);
        if (end > body.Length)
            return "PUBLISH that ends within its topic or packet id (MQTT 3.1.1, section 3.3.2)";
        ushort packetId = qos > 0 ? BinaryPrimitives.ReadUInt16BigEndian(body[at..]) : (ushort)0;
        if (qos > 0 && packetId == 0)
            return "PUBLISH with the packet id 0 [MQTT-2.3.1-1]";
        if (TakeTopic(body.Slice(2, topicLength)) is { } fault)
            return fault;
        publish = new InboundPublish(_topic, body[end..].ToArray(), qos, (header & 0x08) != 0, packetId);
        return null;
    }

    // A stream of messages most often has one topic.
    private string? TakeTopic(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && bytes.SequenceEqual(_topicBytes))
            return null;
        if (bytes.Length == 0)
            return "PUBLISH with an empty topic [MQTT-4.7.3-1]";
        if (!Utf8.IsValid(bytes))
            return "PUBLISH whose topic is no UTF-8 [MQTT-1.5.3-1]";
        if (bytes.Contains((byte)0))
            return "PUBLISH whose topic holds U+0000 [MQTT-1.5.3-2]";
        if (bytes.ContainsAny("+#"u8))
            return "PUBLISH whose topic holds a wildcard [MQTT-3.3.2-2]";
        _topicBytes = bytes.ToArray();
        _topic = Encoding.UTF8.GetString(bytes);
        return null;
    }
}
