using MQTTnet.Exceptions;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// Cuts a peer's bytes into MQTT packets, which over WebSocket may share a frame or span several (MQTT 3.1.1, section 6).
/// Its buffer is small; a long body goes straight to where the caller wants it.
/// </summary>
internal sealed class PacketReader(IByteChannel bytes)
{
    private const int BufferSize = 4 * 1024;
    private const int FixedHeaderLimit = 5;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    /// <summary>Reads a fixed header: type and flags, and the length of what follows. Null at the end.</summary>
    /// <exception cref="MqttProtocolViolationException">The length is malformed, or a frame is not binary.</exception>
    public async ValueTask<(byte Flags, int Length)?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TakeHeader() is { } header)
                return header;

            // What is left is the begin of a fixed header, four bytes at most.
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            int read = await bytes.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return null;
            _end += read;
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
            int read = await bytes.ReadAsync(target, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            target = target[read..];
        }

        return true;
    }

    /// <summary>Passes over a body that is longer than the buffer; false at the end of the connection.</summary>
    public async ValueTask<bool> SkipAsync(int length, CancellationToken cancellationToken)
    {
        length -= _end - _start;
        _start = _end = 0;
        while (length > 0)
        {
            var room = _buffer.AsMemory(0, Math.Min(length, BufferSize));
            int read = await bytes.ReadAsync(room, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            length -= read;
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
