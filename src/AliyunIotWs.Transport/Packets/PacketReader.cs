using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;
using AliyunIotWs.Session.Links;
using MQTTnet.Adapter;

namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// Cuts the bytes of binary WebSocket messages into MQTT packets, whatever the framing [MQTT-6.0.0-2]. The buffer
/// starts small and grows with the traffic, because most of many connections are idle, and because a length that a
/// peer announces may be a lie.
/// </summary>
internal sealed class PacketReader(WebSocket socket, TimeProvider time) : IDisposable
{
    private const int SmallBuffer = 256;
    private const int LargeBuffer = 64 * 1024;
    private const int Growth = 8;

    /// <summary>Far above the platform's 256 KB; a peer that announces more is not believed.</summary>
    private const int MaximumPacket = 16 * 1024 * 1024;

    /// <summary>How much may come in that nobody takes yet.</summary>
    private const int MaximumAhead = 1024 * 1024;

    private const byte PublishAcknowledgement = 0x40;

    private readonly PublishDecoder _publish = new();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallBuffer);
    private int _start;
    private int _end;
    private bool _broken;
    private Task<ValueWebSocketReceiveResult>? _ahead;
    private ValueTask<ValueWebSocketReceiveResult>? _begun;
    private long _lastReceived = time.GetTimestamp();

    /// <summary>When bytes last came in.</summary>
    public long LastReceived => Volatile.Read(ref _lastReceived);

    /// <summary>How the stream ended, or null. Packets that came whole before it closed can still be read.</summary>
    public LinkEnd? End { get; private set; }

    /// <summary>The next packet that has come whole; false where there is none yet, or after a violation.</summary>
    public bool TryRead(out InboundPacket packet)
    {
        packet = default;
        return !_broken && TryCut(ref packet);
    }

    /// <summary>
    /// Begins to read although packets wait to be taken, so that the end of the stream is seen. What comes is taken in by
    /// <see cref="FillAsync"/>, which then does not wait. Null where as much as may wait has come.
    /// </summary>
    public Task? ReadAhead()
    {
        if (_ahead is null)
        {
            if (_end - _start >= MaximumAhead)
                return null;
            Compact();
            if (_end == _buffer.Length)
                Reserve(Math.Min(_buffer.Length * Growth, MaximumAhead));
            _ahead = ReceiveAsync(CancellationToken.None).AsTask();
        }

        return _ahead;
    }

    /// <summary>Begins to read; whether <see cref="FillAsync"/>, which is to follow, does not wait.</summary>
    public bool BeginFill()
    {
        if (_ahead is not null)
            return _ahead.IsCompleted;
        Compact();
        var receiving = ReceiveAsync(CancellationToken.None);
        if (receiving.IsCompleted)
        {
            _begun = receiving;
            return true;
        }

        _ahead = receiving.AsTask();
        return false;
    }

    /// <summary>Waits for more bytes; false at the end of the stream, however the socket puts it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        ValueWebSocketReceiveResult result;
        try
        {
            result = await NextAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException
            && !(e is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            End = LinkEnd.Failed(e);
            return false;
        }

        _ahead = null;
        Touch();
        switch (result.MessageType)
        {
            case WebSocketMessageType.Close:
                End = LinkEnd.PeerClosed((int?)socket.CloseStatus, socket.CloseStatusDescription);
                return false;
            case WebSocketMessageType.Text:
                return Violation("a text frame, which MQTT does not allow [MQTT-6.0.0-1]");
        }

        _end += result.Count;
        if (_end == _buffer.Length && _buffer.Length < LargeBuffer)
            Reserve(Math.Min(_buffer.Length * Growth, LargeBuffer));
        return true;
    }

    /// <summary>Counts as if bytes had come in just now.</summary>
    public void Touch() => Volatile.Write(ref _lastReceived, time.GetTimestamp());

    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        // Nobody else may get what an aborted socket still reads into.
        if (buffer.Length > 0 && _ahead is null or { IsCompleted: true })
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private ValueTask<ValueWebSocketReceiveResult> NextAsync(CancellationToken cancellation)
    {
        if (_begun is { } begun)
        {
            _begun = null;
            return begun;
        }

        if (_ahead is not null)
            return new ValueTask<ValueWebSocketReceiveResult>(_ahead);
        Compact();
        return ReceiveAsync(cancellation);
    }

    // A socket that was aborted says so with an exception of the call itself.
    private ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation);
        }
        catch (ObjectDisposedException e)
        {
            return ValueTask.FromException<ValueWebSocketReceiveResult>(e);
        }
    }

    private bool TryCut(ref InboundPacket packet)
    {
        ReadOnlySpan<byte> unread = _buffer.AsSpan(_start, _end - _start);
        int length = 0;
        int header = 1;
        while (true)
        {
            if (header >= unread.Length)
                return false;
            byte digit = unread[header];
            length |= (digit & 0x7F) << (7 * (header - 1));
            header++;
            if (digit < 0x80)
                break;
            if (header > 4)
                return Violation("a remaining length of more than four bytes (MQTT 3.1.1, section 2.2.3)");
        }

        int total = header + length;
        if (total > MaximumPacket)
            return Violation($"a packet of {total} bytes");
        if (total > unread.Length)
        {
            // No more than twice what has come: then what a packet takes is what its sender has spent. Not while bytes
            // come into the buffer as it is.
            if (_ahead is null)
                Reserve(Math.Min(total, Math.Max(LargeBuffer, 2 * unread.Length)));
            return false;
        }

        if (!TryDecode(unread[0], header, length, ref packet))
            return false;
        _start += total;
        return true;
    }

    private bool TryDecode(byte first, int header, int length, ref InboundPacket packet)
    {
        var body = new ArraySegment<byte>(_buffer, _start + header, length);
        if (first >> 4 == 3)
        {
            if (_publish.Decode(first, body, out var publish) is { } fault)
                return Violation($"a malformed packet: {fault}");
            packet = new InboundPacket(null, publish) { Size = header + length };
            return true;
        }

        if (first == PublishAcknowledgement && length == 2 && BinaryPrimitives.ReadUInt16BigEndian(body) is var id and > 0)
        {
            packet = new InboundPacket(null, default, id) { Size = header + length };
            return true;
        }

        if (BrokerPacketRules.FaultOf(first, body) is { } broken)
            return Violation($"a malformed packet: {broken}");
        try
        {
            var other = PacketDecoder.Decode(new ReceivedMqttPacket(first, body, header + length));
            packet = new InboundPacket(other) { Size = header + length };
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Violation($"a malformed packet ({e.Message})");
        }
    }

    private bool Violation(string what)
    {
        End = new LinkEnd($"the peer sent {what}");
        _broken = true;
        return false;
    }

    private void Compact()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            // One large packet is no reason to keep its buffer for good.
            if (_buffer.Length > 2 * LargeBuffer)
                Replace(ArrayPool<byte>.Shared.Rent(LargeBuffer));
        }
        else if (_start > _buffer.Length / 2 || _end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - _start >= size)
            return;
        byte[] larger = _buffer.Length >= size ? _buffer : ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        _end -= _start;
        _start = 0;
        if (!ReferenceEquals(larger, _buffer))
            Replace(larger);
    }

    private void Replace(byte[] buffer)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = buffer;
    }
}
