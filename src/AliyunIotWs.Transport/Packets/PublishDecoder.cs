using System.Buffers.Binary;
using System.Text;
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

    /// <summary>Returns false where the packet is malformed; QoS 2 and 3 are left to the caller.</summary>
    public bool TryDecode(byte header, ReadOnlySpan<byte> body, out InboundPublish publish)
    {
        publish = default;
        int qos = (header >> 1) & 3;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(body, out ushort topicLength))
            return false;
        int at = 2 + topicLength;
        int end = at + (qos > 0 ? 2 : 0);
        if (end > body.Length)
            return false;
        ushort packetId = qos > 0 ? BinaryPrimitives.ReadUInt16BigEndian(body[at..]) : (ushort)0;
        publish = new InboundPublish(
            Topic(body.Slice(2, topicLength)), body[end..].ToArray(), qos, (header & 0x08) != 0, packetId);
        return true;
    }

    // A stream of messages most often has one topic.
    private string Topic(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.SequenceEqual(_topicBytes))
        {
            _topicBytes = bytes.ToArray();
            _topic = Encoding.UTF8.GetString(bytes);
        }

        return _topic;
    }
}
