using System.Diagnostics;
using System.Net.WebSockets;
using AliyunIotWs.Recording;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Transport.Recording;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// Writes packets to the WebSocket. What is queued while a write runs, or while others have their turn to write, leaves
/// together in binary messages that a peer with a bound takes; a lone packet leaves at once. The standard lets a message
/// hold any number of packets [MQTT-6.0.0-2].
/// </summary>
internal sealed class PacketWriter(
    WebSocket socket,
    bool singlePacketFrames,
    PacketTap tap,
    IPacketWriterOwner owner)
{
    /// <summary>Beyond this many waiting bytes senders have to wait.</summary>
    private const int CongestedAt = 256 * 1024;

    /// <summary>What a message holds at the most, where it is not a single larger packet.</summary>
    private const int MessageBytes = 64 * 1024;

    // A packet that comes so long after the last one is no part of the connection's stream.
    private static readonly TimeSpan s_lone = TimeSpan.FromMilliseconds(0.5);

    // What it encodes is copied at once; each of many connections would keep one that is idle.
    [ThreadStatic]
    private static MqttPacketFormatterAdapter? t_formatter;

    private readonly object _gate = new();
    private readonly MessageEnds _ends = new(singlePacketFrames ? 0 : MessageBytes);
    private readonly PublishEncoder _publish = new();
    private readonly PendingBytes _pending = new();
    private List<OutboundMessage>? _awaitingWrite;
    private TaskCompletionSource? _flushed;
    private bool _writing;
    private bool _closed;
    private volatile bool _congested;
    private long _lastQueued;
    private bool _lone;
    private volatile bool _pingQueued;

    public bool Congested => _congested;

    /// <summary>Queues a packet; false where the writer has ended and nothing more is written.</summary>
    public bool Enqueue(MqttPacket packet)
    {
        var turns = WriteTurns.OfThread;
        lock (_gate)
        {
            if (_closed)
                return false;
            t_formatter ??= new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, new MqttBufferWriter(256, 64 * 1024));
            var encoded = t_formatter.Encode(packet);
            // Here, so that no answer is noted before.
            tap.Trace?.Add(PacketNotes.Of(IotPacketDirection.Sent, packet, encoded.Length));
            _pending.Append(encoded);
            _pingQueued |= packet is MqttPingReqPacket;
            if (!Queued(turns))
                return true;
        }

        StartWriting(turns);
        return true;
    }

    /// <summary>Queues a message likewise; one of QoS 0 hears when its bytes are written.</summary>
    public bool Enqueue(OutboundMessage message, bool duplicate)
    {
        var turns = WriteTurns.OfThread;
        lock (_gate)
        {
            if (_closed)
                return false;
            var space = _pending.Reserve(_publish.Reserve(message));
            int size = _publish.Write(message, duplicate, space);
            tap.Trace?.Add(PacketNotes.Of(message, duplicate, size));
            _pending.Advance(size);
            if (message.Qos == 0)
                (_awaitingWrite ??= []).Add(message);
            if (!Queued(turns))
                return true;
            _lone |= message.Alone;
        }

        StartWriting(turns);
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
            var unwritten = _awaitingWrite;
            _awaitingWrite = null;
            _pending.Clear();
            return unwritten ?? [];
        }
    }

    /// <summary>Writes what has gathered; where more has come meanwhile, that waits for the next of the turns.</summary>
    public async Task WriteAsync(WriteTurns turns)
    {
        List<OutboundMessage>? messages = null;
        try
        {
            byte[] batch;
            int[] ends;
            bool drained;
            bool pings;
            lock (_gate)
            {
                if (EndedWriting())
                    return;
                batch = _pending.Take();
                ends = _ends.Take();
                (messages, _awaitingWrite) = (_awaitingWrite, null);
                (pings, _pingQueued) = (_pingQueued, false);
                drained = _congested;
                _congested = false;
            }

            if (drained)
                owner.Drained();
            await SendAsync(batch, ends, pings).ConfigureAwait(false);
            if (messages is not null)
                owner.Written(messages);
            messages = null;
            lock (_gate)
            {
                PendingBytes.Return(batch);
                if (EndedWriting())
                    return;
            }

            turns.Enqueue(this);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            lock (_gate)
                EndWriting();
            owner.WriteFailed(e, messages);
        }
    }

    private async ValueTask SendAsync(byte[] batch, int[] ends, bool pings)
    {
        int start = 0;
        foreach (int end in ends)
        {
            // Not cancellable: a cancelled send aborts the socket.
            var sending = socket.SendAsync(
                batch.AsMemory(start, end - start), WebSocketMessageType.Binary, true, CancellationToken.None);
            bool waited = !sending.IsCompleted;
            await sending.ConfigureAwait(false);
            owner.Progressed(waited || pings || _pingQueued);
            start = end;
        }
    }

    // Returns whether writing has to be started.
    private bool Queued(WriteTurns turns)
    {
        _ends.Add(_pending.Length);
        _congested = _pending.Length >= CongestedAt;
        long now = Stopwatch.GetTimestamp();
        _lone = !turns.IsStream(now) && Stopwatch.GetElapsedTime(_lastQueued, now) > s_lone;
        _lastQueued = now;
        if (_writing)
            return false;
        return _writing = true;
    }

    // A lone packet is written from here, which saves a change of threads; the first of a stream is not, so that those
    // behind it can gather meanwhile.
    private void StartWriting(WriteTurns turns)
    {
        if (_lone)
            _ = WriteAsync(turns);
        else
            turns.Enqueue(this);
    }

    private bool EndedWriting()
    {
        if (_pending.Length > 0 && !_closed)
            return false;
        EndWriting();
        return true;
    }

    private void EndWriting()
    {
        _writing = false;
        _flushed?.TrySetResult();
        _flushed = null;
    }
}
