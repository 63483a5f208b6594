using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MQTTnet.Exceptions;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// Follows the frames of a client through the bytes that it sends, to see that each is masked: a server closes the
/// connection where one is not (RFC 6455, section 5.1), which .NET's WebSocket does not.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct MaskCheck
{
    private const int MaskBytes = 4;

    private Header _header;
    private int _have;
    private long _skip;

    /// <summary>Looks at the next bytes.</summary>
    /// <exception cref="MqttProtocolViolationException">A frame is not masked.</exception>
    public void Look(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_skip > 0)
            {
                int passed = (int)Math.Min(_skip, bytes.Length);
                _skip -= passed;
                bytes = bytes[passed..];
                continue;
            }

            _header[_have++] = bytes[0];
            bytes = bytes[1..];
            if (_have == 2 && (_header[1] & 0x80) == 0)
                throw new MqttProtocolViolationException("A WebSocket frame is not masked (RFC 6455, section 5.1).");
            if (_have >= 2)
                TakeLength();
        }
    }

    // RFC 6455, section 5.2: seven bits, or 126 or 127 for two or eight bytes more.
    private void TakeLength()
    {
        var more = ((ReadOnlySpan<byte>)_header)[2.._have];
        long? length = (_header[1] & 0x7F, more.Length) switch
        {
            (126, 2) => BinaryPrimitives.ReadUInt16BigEndian(more),
            (127, 8) => Math.Min(BinaryPrimitives.ReadInt64BigEndian(more) & long.MaxValue, long.MaxValue - MaskBytes),
            (126 or 127, _) => null,
            (var small, _) => small,
        };
        if (length is null)
            return;
        _skip = MaskBytes + length.Value;
        _have = 0;
    }

    [InlineArray(10)]
    private struct Header
    {
        private byte _first;
    }
}
