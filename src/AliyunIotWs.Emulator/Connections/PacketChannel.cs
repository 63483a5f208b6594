using System.Buffers;
using System.Net.WebSockets;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator;

/// <summary>
/// MQTT packets over a WebSocket: packets may share a frame or span several (MQTT 3.1.1, section 6), each one leaves in
/// a frame of its own. Not larger than it has to be: a packet that is longer than any valid one is never buffered.
/// </summary>
internal sealed class PacketChannel(WebSocket socket) : IDisposable
{
    // The longest topic that MQTT can express, its length, a packet id and the platform's largest payload.
    private const int BodyLimit = PlatformLimits.PayloadBytes + ushort.MaxValue + 4;
    private const int ReadSize = 4 * 1024;
    private const int FixedHeaderLimit = 5;
    private const int PublishType = 3;

    private static readonly TimeSpan s_closeLimit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _buffer = new byte[ReadSize];
    private int _start;
    private int _end;

    public MqttPacketFormatterAdapter Formatter { get; } = new(new MqttBufferWriter(64, ReadSize));

    /// <summary>How the peer ended the connection; null while it has not.</summary>
    public string? PeerClosed { get; private set; }

    /// <summary>Reads the next packet; null when the connection has ended.</summary>
    /// <exception cref="MqttProtocolViolationException">The peer sent what is not MQTT over WebSocket.</exception>
    /// <exception cref="OversizedPublishException">A PUBLISH was longer than any valid one; it has been skipped.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async ValueTask<MqttPacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        byte flags;
        int length;
        while (!TryTakeHeader(out flags, out length))
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return null;
        }

        if (length > BodyLimit)
        {
            if (flags >> 4 != PublishType)
                throw new MqttProtocolViolationException($"A packet of {length} bytes is longer than any valid one.");
            return await SkipAsync(length, cancellationToken).ConfigureAwait(false)
                ? throw new OversizedPublishException(length)
                : null;
        }

        if (length <= _end - _start)
        {
            var body = new ArraySegment<byte>(_buffer, _start, length);
            _start += length;
            return Decode(flags, body);
        }

        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var whole = await CopyAsync(rented.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            return whole ? Decode(flags, new ArraySegment<byte>(rented, 0, length)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Sends a packet as one binary frame.</summary>
    public async Task SendAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var parts = Formatter.Encode(packet);

            // The session sends the same object again if it is not acknowledged [MQTT-3.3.1-1]. Not after the write:
            // the peer may have read it, gone and come back before that has returned here.
            if (packet is MqttPublishPacket { QualityOfServiceLevel: > MqttQualityOfServiceLevel.AtMostOnce } publish)
                publish.Dup = true;
            await SendFrameAsync(parts.Join(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Formatter.Cleanup();
            _sending.Release();
        }
    }

    /// <summary>Sends bytes as one binary frame, for answers that have no packet type in the peer's version.</summary>
    public ValueTask SendFrameAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    /// <summary>Ends the connection at once, without a word.</summary>
    public void Abort() => socket.Abort();

    /// <summary>Closes in good order, so that what was sent last arrives; gives the peer 2 s for it.</summary>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(s_closeLimit);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The peer was faster, or never answered.
        }
    }

    /// <summary>True for the exceptions in which a connection ends.</summary>
    public static bool IsEnd(Exception exception) =>
        exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException;

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    private MqttPacket Decode(byte flags, ArraySegment<byte> body)
    {
        var received = new ReceivedMqttPacket(flags, body, body.Count + 2);
        if (Formatter.ProtocolVersion == MqttProtocolVersion.Unknown)
            Formatter.DetectProtocolVersion(received);
        return Formatter.Decode(received) ?? throw new MqttProtocolViolationException("The packet is malformed.");
    }

    private bool TryTakeHeader(out byte flags, out int length)
    {
        flags = 0;
        length = 0;
        for (var i = 1; i < _end - _start; i++)
        {
            var digit = _buffer[_start + i];
            length |= (digit & 0x7F) << (7 * (i - 1));
            if (digit < 0x80)
            {
                flags = _buffer[_start];
                _start += i + 1;
                return true;
            }

            if (i == FixedHeaderLimit - 1)
                throw new MqttProtocolViolationException("The remaining length has more than four bytes.");
        }

        return false;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        // What is left is the begin of a fixed header, four bytes at most.
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = await ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    private async ValueTask<bool> CopyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var have = _buffer.AsMemory(_start, _end - _start);
        have.CopyTo(target);
        target = target[have.Length..];
        _start = _end = 0;
        while (target.Length > 0)
        {
            var read = await ReadAsync(target, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            target = target[read..];
        }

        return true;
    }

    private async ValueTask<bool> SkipAsync(int length, CancellationToken cancellationToken)
    {
        length -= _end - _start;
        _start = _end = 0;
        while (length > 0)
        {
            var room = _buffer.AsMemory(0, Math.Min(length, ReadSize));
            var read = await ReadAsync(room, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            length -= read;
        }

        return true;
    }

    private async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await socket.ReceiveAsync(target, cancellationToken).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                PeerClosed = $"the peer closed the WebSocket ({(int?)socket.CloseStatus ?? 1005})";
                return 0;
            }

            if (result.MessageType == WebSocketMessageType.Text)
                throw new MqttProtocolViolationException("A text frame holds no MQTT [MQTT-6.0.0-1].");

            // An empty frame carries nothing and ends nothing.
            if (result.Count > 0)
                return result.Count;
        }
    }
}
