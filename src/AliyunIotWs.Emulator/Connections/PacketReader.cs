using MQTTnet.Exceptions;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// Cuts a peer's bytes into MQTT packets, which over WebSocket may share a frame or span several (MQTT 3.1.1, section 6).
/// Its buffer is small until packets fill it, as most connections are at rest; a long body goes straight to where the
/// caller wants it.
/// </summary>
/// <param name="read">Reads some bytes; 0 at the end.</param>
internal sealed class PacketReader(Func<Memory<byte>, CancellationToken, ValueTask<int>> read)
{
    private const int SmallBuffer = 512;
    private const int Growth = 8;
    private const int LargeBuffer = 32 * 1024;
    private const int FixedHeaderLimit = 5;

    private byte[] _buffer = new byte[SmallBuffer];
    private int _start;
    private int _end;
    private bool _filled;

    /// <summary>Reads a fixed header: type and flags, and the length of what follows. Null at the end.</summary>
    /// <exception cref="MqttProtocolViolationException">The length is malformed, or a frame is not binary.</exception>
    public async ValueTask<(byte Flags, int Length)?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TakeHeader() is { } header)
                return header;

            // What is left is the begin of a fixed header, four bytes at most.
            byte[] next = _filled && _buffer.Length < LargeBuffer ? new byte[Growth * _buffer.Length] : _buffer;
            _buffer.AsSpan(_start, _end - _start).CopyTo(next);
            _buffer = next;
            _end -= _start;
            _start = 0;
            int count = await read(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return null;
            _end += count;
            _filled = _end == _buffer.Length;
        }
    }

    /// <summary>Takes a body that lies in the buffer as a whole; valid until the next call.</summary>
    public bool TryTake(int length, out ArraySegment<byte> body)
    {
        bool whole = length <= _end - _start;
        body = whole ? new ArraySegment<byte>(_buffer, _start, length) : default;
        _start += body.Count;
        return whole;
    }

    /// <summary>Reads a body; false at the end of the connection.</summary>
    public async ValueTask<bool> CopyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var have = _buffer.AsMemory(_start, _end - _start);
        have.CopyTo(target);
        target = target[have.Length..];
        _start = _end = 0;
        while (target.Length > 0)
        {
            int count = await read(target, cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return false;
            target = target[count..];
        }

        return true;
    }

    /// <summary>Passes over a body that is longer than the buffer; false at the end of the connection.</summary>
    public async ValueTask<bool> SkipAsync(int length, CancellationToken cancellationToken)
    {
        length -= _end - _start;
        _start = _end = 0;
        if (_buffer.Length < LargeBuffer)
            _buffer = new byte[LargeBuffer];
        while (length > 0)
        {
            var room = _buffer.AsMemory(0, Math.Min(length, _buffer.Length));
            int count = await read(room, cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return false;
            length -= count;
        }

        return true;
    }

    private (byte Flags, int Length)? TakeHeader()
    {
        int length = 0;
        for (int i = 1; i < _end - _start; i++)
        {
            byte digit = _buffer[_start + i];
            length |= (digit & 0x7F) << (7 * (i - 1));
            if (digit < 0x80)
            {
                byte flags = _buffer[_start];
                _start += i + 1;
                return (flags, length);
            }

            if (i == FixedHeaderLimit - 1)
                throw new MqttProtocolViolationException("The remaining length has more than four bytes.");
        }

        return null;
    }
}
