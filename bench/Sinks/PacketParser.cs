using System.Buffers.Binary;

namespace Bench.Sinks;

/// <summary>
/// Reads MQTT packets out of masked WebSocket payload, however it is cut. Unmasks no more than it looks at, so that a
/// sink costs a small part of what any client costs.
/// </summary>
internal sealed class PacketParser(IPacketHandler handler)
{
    private const int MaximumControlPacket = 64 * 1024;

    private PacketPart _part;
    private byte _header;
    private int _remaining;
    private int _lengthShift;
    private int _skip;
    private int _number;
    private byte[] _body = [];
    private int _bodyLength;
    private bool _topicRead;

    public void Feed(ReadOnlySpan<byte> masked, uint key, int phase)
    {
        int i = 0;
        while (i < masked.Length)
        {
            if (_skip > 0)
            {
                int step = Math.Min(_skip, masked.Length - i);
                i += step;
                _skip -= step;
                if (_skip == 0)
                    EndSkip();
                continue;
            }

            byte value = (byte)(masked[i] ^ (byte)(key >> (((phase + i) & 3) << 3)));
            i++;
            Take(value);
        }
    }

    private bool IsPublish => _header >> 4 == 3;

    private int Qos => (_header >> 1) & 3;

    private void Take(byte value)
    {
        switch (_part)
        {
            case PacketPart.Header:
                (_header, _remaining, _lengthShift, _part) = (value, 0, 0, PacketPart.Length);
                break;
            case PacketPart.Length:
                TakeLength(value);
                break;
            case PacketPart.NumberHigh:
                (_number, _part) = (value << 8, PacketPart.NumberLow);
                break;
            case PacketPart.NumberLow:
                TakeNumber(_number | value);
                break;
            default:
                _body[_bodyLength++] = value;
                if (_bodyLength == _remaining)
                    EndControl();
                break;
        }
    }

    private void TakeLength(byte value)
    {
        _remaining |= (value & 127) << _lengthShift;
        _lengthShift += 7;
        if (value >= 128)
            return;
        if (!IsPublish)
        {
            if (_remaining > MaximumControlPacket)
                throw new InvalidDataException($"A control packet of {_remaining} bytes.");
            (_body, _bodyLength, _part) = (new byte[_remaining], 0, PacketPart.Body);
            if (_remaining == 0)
                EndControl();
        }
        else if (Qos == 0)
        {
            (_skip, _part) = (_remaining, PacketPart.Rest);
        }
        else
        {
            (_number, _part) = (0, PacketPart.NumberHigh);
            _topicRead = false;
        }
    }

    // The length of the topic first, then the packet id.
    private void TakeNumber(int number)
    {
        _remaining -= 2;
        if (!_topicRead)
        {
            _topicRead = true;
            _remaining -= number;
            (_skip, _part) = (number, PacketPart.NumberHigh);
            return;
        }

        handler.OnAcknowledgeable((ushort)number);
        (_skip, _part) = (_remaining, PacketPart.Rest);
        if (_skip == 0)
            EndSkip();
    }

    private void EndSkip()
    {
        if (_part != PacketPart.Rest)
            return;
        _part = PacketPart.Header;
        handler.OnPublish();
    }

    private void EndControl()
    {
        _part = PacketPart.Header;
        ushort id = _body.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(_body) : (ushort)0;
        handler.OnControl(_header >> 4, id);
    }
}
