using System.Buffers;
using MQTTnet.Formatter;

namespace AliyunIotWs.Transport.Packets;

/// <summary>The bytes that the next write takes, in a rented buffer that is there only while it holds some.</summary>
internal sealed class PendingBytes
{
    private const int SmallBuffer = 1024;

    private byte[] _buffer = [];

    public int Length { get; private set; }

    /// <summary>Room for <paramref name="size"/> more bytes; <see cref="Advance"/> says how many became part.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_buffer.Length - Length < size)
        {
            long wanted = Math.Max(Math.Max((long)Length + size, 2L * _buffer.Length), SmallBuffer);
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(wanted, Array.MaxLength));
            _buffer.AsSpan(0, Length).CopyTo(larger);
            Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(Length);
    }

    public void Advance(int size) => Length += size;

    public void Append(MqttPacketBuffer packet)
    {
        var space = Reserve(packet.Length);
        packet.Packet.AsSpan().CopyTo(space);
        packet.Payload.CopyTo(space[packet.Packet.Count..]);
        Advance(packet.Length);
    }

    /// <summary>Hands the buffer over; it is given back with <see cref="Return"/>.</summary>
    public byte[] Take()
    {
        byte[] taken = _buffer;
        (_buffer, Length) = ([], 0);
        return taken;
    }

    public void Clear() => Return(Take());

    public static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
