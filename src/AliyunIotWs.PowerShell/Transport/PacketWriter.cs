using System.Buffers;
using System.Net.WebSockets;
using AliyunIotWs.Session.Outgoing;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.PowerShell.Transport;

/// <summary>
/// Writes packets to the WebSocket. What is queued while a write runs leaves together as one binary message; a lone
/// packet leaves at once. The standard lets a message hold any number of packets [MQTT-6.0.0-2].
/// </summary>
internal sealed class PacketWriter(
    WebSocket socket, MqttPacketFormatterAdapter formatter, bool singlePacketFrames, IPacketWriterOwner owner)
{
    /// <summary>Beyond this many waiting bytes senders have to wait.</summary>
    private const int CongestedAt = 256 * 1024;

    private const int SmallBuffer = 1024;

    private readonly object _gate = new();
    private readonly List<int> _boundaries = [];
    private byte[] _pending = [];
    private int _length;
    private List<OutboundMessage>? _awaitingWrite;
    private TaskCompletionSource? _flushed;
    private bool _writing;
    private bool _closed;
    private bool _congested;

    public bool Congested
    {
        get
        {
            lock (_gate)
                return _congested;
        }
    }

    /// <summary>Queues a packet; false where the writer has ended and nothing more is written.</summary>
    /// <param name="packet">Encoded before this returns.</param>
    /// <param name="message">A QoS 0 message that wants to hear that its bytes are written.</param>
    public bool Enqueue(MqttPacket packet, OutboundMessage? message = null)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            Append(formatter.Encode(packet));
            if (singlePacketFrames)
                _boundaries.Add(_length);
            if (message is not null)
                (_awaitingWrite ??= []).Add(message);
            _congested = _length >= CongestedAt;
            if (_writing)
                return true;
            _writing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.WriteAllAsync(), this, preferLocal: false);
        return true;
    }

    /// <summary>Complete when everything that was queued before is written, or can not be any more.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (!_writing)
                return Task.CompletedTask;
            _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _flushed.Task;
        }
    }

    /// <summary>Takes no more packets, and gives back the QoS 0 messages that were not written.</summary>
    public IReadOnlyList<OutboundMessage> Close()
    {
        lock (_gate)
        {
            _closed = true;
            List<OutboundMessage>? unwritten = _awaitingWrite;
            _awaitingWrite = null;
            _length = 0;
            Return(ref _pending);
            return unwritten ?? [];
        }
    }

    private async Task WriteAllAsync()
    {
        List<OutboundMessage>? messages = null;
        byte[] batch = [];
        try
        {
            while (true)
            {
                int length;
                int[] boundaries;
                bool drained;
                lock (_gate)
                {
                    Return(ref batch);
                    if (_length == 0 || _closed)
                    {
                        EndWriting();
                        return;
                    }

                    (batch, _pending) = (_pending, []);
                    (length, _length) = (_length, 0);
                    (messages, _awaitingWrite) = (_awaitingWrite, null);
                    boundaries = singlePacketFrames ? [.. _boundaries] : [length];
                    _boundaries.Clear();
                    drained = _congested;
                    _congested = false;
                }

                if (drained)
                    owner.Drained();
                await SendAsync(batch, boundaries).ConfigureAwait(false);
                owner.Written(messages);
                messages = null;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            lock (_gate)
                EndWriting();
            owner.WriteFailed(e, messages);
        }
    }

    private async ValueTask SendAsync(byte[] batch, int[] boundaries)
    {
        int start = 0;
        foreach (int end in boundaries)
        {
            // Not cancellable: a cancelled send aborts the socket.
            await socket.SendAsync(
                batch.AsMemory(start, end - start), WebSocketMessageType.Binary, true, CancellationToken.None)
                .ConfigureAwait(false);
            start = end;
        }
    }

    private void EndWriting()
    {
        _writing = false;
        _flushed?.TrySetResult();
        _flushed = null;
    }

    private void Append(MqttPacketBuffer packet)
    {
        if (_pending.Length - _length < packet.Length)
            Grow(_length + packet.Length);
        packet.Packet.AsSpan().CopyTo(_pending.AsSpan(_length));
        packet.Payload.CopyTo(_pending.AsSpan(_length + packet.Packet.Count));
        _length += packet.Length;
    }

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(size, 2 * _pending.Length), SmallBuffer));
        _pending.AsSpan(0, _length).CopyTo(larger);
        Return(ref _pending);
        _pending = larger;
    }

    private static void Return(ref byte[] buffer)
    {
        byte[] old = buffer;
        buffer = [];
        if (old.Length > 0)
            ArrayPool<byte>.Shared.Return(old);
    }
}
