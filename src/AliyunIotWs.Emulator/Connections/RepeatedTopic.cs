using System.Buffers.Binary;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// Reads a PUBLISH that has the topic of the one before, as those of a stream do, without decoding the topic again
/// (MQTT 3.1.1, section 3.3). Not thread-safe.
/// </summary>
internal sealed class RepeatedTopic
{
    private byte[] _bytes = [];
    private string _topic = string.Empty;

    /// <summary>Null where the packet has another topic, or is not as it should be.</summary>
    public MqttPublishPacket? Read(byte first, ReadOnlySpan<byte> body)
    {
        int qos = (first >> 1) & 3;
        int topicEnd = 2 + _bytes.Length;
        int start = topicEnd + (qos > 0 ? 2 : 0);
        if (qos == 3 || topicEnd == 2 || body.Length < start
            || BinaryPrimitives.ReadUInt16BigEndian(body) != _bytes.Length
            || !body[2..topicEnd].SequenceEqual(_bytes))
        {
            return null;
        }

        return new MqttPublishPacket
        {
            Topic = _topic,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
            PacketIdentifier = qos > 0 ? BinaryPrimitives.ReadUInt16BigEndian(body[topicEnd..]) : (ushort)0,
            Dup = (first & 8) != 0,
            Retain = (first & 1) != 0,
            PayloadSegment = body[start..].ToArray(),
        };
    }

    /// <summary>Remembers the topic of a packet that was decoded.</summary>
    public void Keep(string topic, ReadOnlySpan<byte> body)
    {
        _topic = topic;
        _bytes = body.Slice(2, BinaryPrimitives.ReadUInt16BigEndian(body)).ToArray();
    }
}
