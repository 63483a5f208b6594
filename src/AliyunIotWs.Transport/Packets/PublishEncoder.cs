using System.Buffers.Binary;
using System.Text;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// Writes PUBLISH packets (MQTT 3.1.1, section 3.3) straight into the writer's buffer. MQTTnet's formatter encodes all
/// other packets; for this one a packet object, an encoded header and a copy per message were the greatest cost that
/// the profile of a QoS 0 stream showed. Not thread-safe.
/// </summary>
internal sealed class PublishEncoder
{
    // The fixed header with its longest remaining length, the topic's length and the packet id.
    private const int LargestOverhead = 1 + 4 + 2 + 2;

    private string? _topic;
    private byte[] _topicBytes = [];

    /// <summary>How many bytes <see cref="Write"/> may need.</summary>
    public int Reserve(OutboundMessage message)
    {
        // A stream of messages most often has one topic.
        if (!ReferenceEquals(message.Topic, _topic))
        {
            _topic = message.Topic;
            _topicBytes = Encoding.UTF8.GetBytes(message.Topic);
        }

        return LargestOverhead + _topicBytes.Length + message.Payload.Length;
    }

    /// <summary>Writes the message that space was just reserved for; returns the bytes used.</summary>
    public int Write(OutboundMessage message, bool duplicate, Span<byte> buffer)
    {
        bool identified = message.Qos > 0;
        int remaining = 2 + _topicBytes.Length + (identified ? 2 : 0) + message.Payload.Length;
        buffer[0] = (byte)(0x30 | (duplicate && identified ? 0x08 : 0) | (message.Qos << 1));
        int at = 1;
        do
        {
            int digit = remaining & 0x7F;
            remaining >>= 7;
            buffer[at++] = (byte)(remaining > 0 ? digit | 0x80 : digit);
        }
        while (remaining > 0);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[at..], (ushort)_topicBytes.Length);
        _topicBytes.CopyTo(buffer[(at + 2)..]);
        at += 2 + _topicBytes.Length;
        if (identified)
        {
            BinaryPrimitives.WriteUInt16BigEndian(buffer[at..], message.PacketId);
            at += 2;
        }

        message.Payload.Span.CopyTo(buffer[at..]);
        return at + message.Payload.Length;
    }
}
