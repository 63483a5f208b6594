using System.Buffers.Binary;

namespace Bench.Sinks;

/// <summary>
/// Cuts what a WebSocket client sent into frames (RFC 6455, section 5.2); payload goes on as it arrives.
/// </summary>
internal sealed class FrameReader(PacketParser packets)
{
    private const int CloseCode = 8;

    private long _left;
    private uint _key;
    private int _phase;
    private int _opcode;

    /// <summary>The client has sent a Close frame.</summary>
    public bool Closed { get; private set; }

    /// <summary>Returns how many bytes are done with; the others are the beginning of a frame header.</summary>
    public int Feed(ReadOnlySpan<byte> data)
    {
        int at = 0;
        while (at < data.Length)
        {
            if (_left == 0 && !TryReadHeader(data, ref at))
                break;
            int length = (int)Math.Min(_left, data.Length - at);
            // Pings and pongs are not answered: no client here waits for one.
            if (_opcode < CloseCode)
                packets.Feed(data.Slice(at, length), _key, _phase);
            at += length;
            _left -= length;
            _phase = (_phase + length) & 3;
        }

        return at;
    }

    private bool TryReadHeader(ReadOnlySpan<byte> data, ref int at)
    {
        var rest = data[at..];
        if (rest.Length < 2)
            return false;
        int size = rest[1] & 127;
        int header = size switch { 126 => 8, 127 => 14, _ => 6 };
        if (rest.Length < header)
            return false;
        if (rest[1] < 128)
            throw new InvalidDataException("A client's frame is not masked.");
        _opcode = rest[0] & 15;
        _left = size switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(rest[2..]),
            127 => BinaryPrimitives.ReadInt64BigEndian(rest[2..]),
            _ => size,
        };
        _key = BinaryPrimitives.ReadUInt32LittleEndian(rest[(header - 4)..]);
        _phase = 0;
        Closed |= _opcode == CloseCode;
        at += header;
        return true;
    }
}
