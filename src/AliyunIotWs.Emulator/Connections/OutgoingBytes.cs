using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MQTTnet.Formatter;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// What the next frame to a peer holds, in a rented buffer that is there only while it holds something. The packets that
/// answer a stream of messages are written here without an object for each. Not thread-safe.
/// </summary>
internal sealed class OutgoingBytes
{
    private const int SmallBuffer = 1024;
    private const byte PubAck = 0x40;
    private const byte Publish = 0x30;

    private byte[] _buffer = [];

    public int Length { get; private set; }

    public void Add(MqttPacketBuffer packet)
    {
        packet.Packet.AsSpan().CopyTo(Reserve(packet.Length));
        packet.Payload.CopyTo(_buffer.AsSpan(Length + packet.Packet.Count));
        Length += packet.Length;
    }

    /// <summary>Adds a PUBACK (MQTT 3.1.1, section 3.4).</summary>
    public void AddAcknowledgement(ushort packetId)
    {
        var space = Reserve(4);
        space[0] = PubAck;
        space[1] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(space[2..], packetId);
        Length += 4;
    }

    /// <summary>Adds a PUBLISH of QoS 0 (MQTT 3.1.1, section 3.3).</summary>
    public void AddMessage(string topic, ReadOnlySpan<byte> payload)
    {
        // At most three bytes a character, and five of the fixed header.
        var space = Reserve(7 + (3 * topic.Length) + payload.Length);
        int topicLength = Encoding.UTF8.GetByteCount(topic);
        int remaining = 2 + topicLength + payload.Length;
        space[0] = Publish;
        int at = 1;
        do
        {
            int digit = remaining & 0x7F;
            remaining >>= 7;
            space[at++] = (byte)(remaining > 0 ? digit | 0x80 : digit);
        }
        while (remaining > 0);
        BinaryPrimitives.WriteUInt16BigEndian(space[at..], (ushort)topicLength);
        at += 2;
        at += Encoding.UTF8.GetBytes(topic, space[at..]);
        payload.CopyTo(space[at..]);
        Length += at + payload.Length;
    }

    /// <summary>Hands over what there is; the array goes back with <see cref="Return"/>.</summary>
    public ArraySegment<byte> Take()
    {
        var taken = new ArraySegment<byte>(_buffer, 0, Length);
        (_buffer, Length) = ([], 0);
        return taken;
    }

    public static void Return(ArraySegment<byte> taken)
    {
        if (taken.Array is { Length: > 0 } array)
            ArrayPool<byte>.Shared.Return(array);
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - Length < size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(Length + size, 2 * _buffer.Length), SmallBuffer));
            _buffer.AsSpan(0, Length).CopyTo(larger);
            Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(Length);
    }
}
