using System.Net.WebSockets;
using AliyunIotWs.Recording;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Transport.Dialing;
using AliyunIotWs.Transport.Packets;
using AliyunIotWs.Transport.Recording;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Transport.Links;

/// <summary>
/// One MQTT 3.1.1 connection over a WebSocket. MQTTnet's packets and formatter do the encoding; its client is not used,
/// because it queues without a bound what it receives, hides a half-open link while QoS 0 goes out, and can not send a
/// PUBLISH again under its packet id.
/// </summary>
internal sealed class MqttLink : IMqttLink, IPacketWriterOwner
{
    private static readonly TimeSpan s_closeAnswer = TimeSpan.FromSeconds(1);

    // A paused link that has read ahead as much as it may hears of its peer's end only where it speaks to it.
    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(2);

    private readonly WebSocket _socket;
    private readonly DialedStream? _stream;
    private readonly TimeProvider _time;
    private readonly PacketTap _tap;
    private readonly PacketReader _reader;
    private readonly PacketWriter _writer;

    // The clock of the machine: what a rest saves is its work.
    private readonly Gathering _gathering = new(TimeProvider.System);
    private readonly object _gate = new();
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ILinkObserver? _observer;
    private LinkEnd? _end;
    private long _lastSent;
    private long _lastHeadway;
    private volatile bool _paused;
    private volatile bool _spoke;
    private volatile bool _writeFailed;

    public MqttLink(DialedSocket dialed, ConnectionSettings settings)
    {
        var socket = dialed.Socket;
        (_socket, _stream) = (socket, dialed.Stream);
        Endpoint = settings.Endpoint;
        _time = settings.Time;
        _tap = settings.Tap;
        _lastSent = _lastHeadway = _time.GetTimestamp();
        _reader = new PacketReader(socket, _time);
        _writer = new PacketWriter(socket, settings.SinglePacketFrames, _tap, this);
    }

    public Uri Endpoint { get; }

    public bool SessionPresent { get; private set; }

    public bool Congested => _writer.Congested || _writeFailed;

    public bool ReadingPaused => _paused;

    public long LastReceived => _reader.LastReceived;

    public long LastSent => Volatile.Read(ref _lastSent);

    public long LastHeadway => Volatile.Read(ref _lastHeadway);

    public async Task<(MqttConnAckPacket? Answer, LinkEnd? End)> ReadConnAckAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_reader.TryRead(out var packet))
            {
                _tap.Trace?.Add(PacketNotes.Of(packet));
                SessionPresent = packet.Other is MqttConnAckPacket { IsSessionPresent: true };
                return packet.Other is MqttConnAckPacket answer
                    ? (answer, null)
                    : (null, new LinkEnd("the peer sent another packet first"));
            }

            if (_reader.End is not null || !await _reader.FillAsync(cancellation).ConfigureAwait(false))
                return (null, _end ?? _reader.End);
        }
    }

    public void Observe(ILinkObserver observer) => _observer = observer;

    public async Task<LinkEnd> RunAsync()
    {
        var observer = _observer!;
        try
        {
            var end = await ReadAllAsync(observer).ConfigureAwait(false);
            // First of all: while the answer to a close is written, a write that fails has nothing to say.
            lock (_gate)
                _end ??= end;
            await AnswerCloseAsync().ConfigureAwait(false);
            Abort(end);
            return _end!;
        }
        finally
        {
            // Also where the observer failed, which is no end of the link but a fault of the module.
            _socket.Abort();
            await _writer.FlushAsync().ConfigureAwait(false);
            observer.OnUnwritten(_writer.Close());
            _ended.TrySetResult();
        }
    }

    public bool TryReadHere() => _stream?.TryReadHere() ?? false;

    public void Publish(OutboundMessage message, bool duplicate)
    {
        // Only where it changes: in a stream each write would take it from the processor of the reader.
        if (!_spoke)
            _spoke = true;
        if (!_writer.Enqueue(message, duplicate) && message.Qos == 0)
            _observer?.OnUnwritten([message]);
    }

    public void Acknowledge(ushort packetId) => Send(new MqttPubAckPacket { PacketIdentifier = packetId });

    public void Subscribe(ushort packetId, IReadOnlyList<TopicRequest> topics)
    {
        var packet = new MqttSubscribePacket { PacketIdentifier = packetId };
        foreach (var topic in topics)
        {
            packet.TopicFilters.Add(new MqttTopicFilter
            {
                Topic = topic.Filter,
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)topic.Qos,
            });
        }

        Send(packet);
    }

    public void Unsubscribe(ushort packetId, IReadOnlyList<string> filters)
    {
        var packet = new MqttUnsubscribePacket { PacketIdentifier = packetId };
        packet.TopicFilters.AddRange(filters);
        Send(packet);
    }

    public void Ping() => Send(MqttPingReqPacket.Instance);

    public void Send(MqttPacket packet) => _writer.Enqueue(packet);

    public async Task CloseAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience, _time);
        try
        {
            Send(new MqttDisconnectPacket());
            await _writer.FlushAsync().WaitAsync(timeout.Token).ConfigureAwait(false);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token)
                .ConfigureAwait(false);
            await _ended.Task.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The peer was gone already or does not answer: what is left is to end this side, below.
        }

        Abort(LinkEnd.Closed);
    }

    public void Abort(LinkEnd reason)
    {
        lock (_gate)
            _end ??= reason;
        _aborted.TrySetResult();
        _socket.Abort();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }

    void IPacketWriterOwner.Progressed(bool headway)
    {
        long now = _time.GetTimestamp();
        Volatile.Write(ref _lastSent, now);
        if (headway)
            Volatile.Write(ref _lastHeadway, now);
    }

    void IPacketWriterOwner.Written(IReadOnlyList<OutboundMessage> messages) => _observer?.OnWritten(messages);

    void IPacketWriterOwner.Drained() => _observer?.OnDrained();

    void IPacketWriterOwner.WriteFailed(Exception cause, IReadOnlyList<OutboundMessage>? unwritten)
    {
        _writeFailed = true;
        _ = AbortAfterLastWordAsync(LinkEnd.Failed(cause));
        if (unwritten is not null)
            _observer?.OnUnwritten(unwritten);
    }

    private async Task AbortAfterLastWordAsync(LinkEnd failure)
    {
        await LastWord.AwaitAsync(_aborted.Task, _time).ConfigureAwait(false);
        Abort(failure);
    }

    private async Task<LinkEnd> ReadAllAsync(ILinkObserver observer)
    {
        var arrivals = new Arrivals(observer);
        bool open = true;
        do
        {
            while (_reader.TryRead(out var packet))
            {
                _gathering.Count(packet.Size);
                _tap.Trace?.Add(PacketNotes.Of(packet));
                var filed = packet.IsPublish ? arrivals.Add(packet) : arrivals.HandOn();
                // Over what has ended, nothing can be held back any more.
                if (open && !filed.IsCompletedSuccessfully)
                    open = await PauseAsync(filed).ConfigureAwait(false);
                if (packet.IsPublish)
                    continue;
                if (packet.Other is null)
                    observer.OnPublishAcknowledged(packet.AcknowledgedId);
                else if (TakeAnswer(observer, packet.Other) is { } taken)
                    await taken.ConfigureAwait(false);
                else
                    return Forbidden(packet.Other.GetType().Name);
            }
        }
        while (open && _reader.End is null && await FillRestedAsync(arrivals).ConfigureAwait(false));
        _ = arrivals.HandOn().AsTask();
        return _reader.End!;
    }

    private async ValueTask<bool> FillRestedAsync(Arrivals arrivals)
    {
        var rest = _gathering.Rest();
        if (arrivals.Count > 0 && (rest is not null || !_reader.BeginFill()))
        {
            var filed = arrivals.HandOn();
            if (!filed.IsCompletedSuccessfully && !await PauseAsync(filed).ConfigureAwait(false))
                return false;
        }

        if (rest is not null)
            await Task.WhenAny(rest, _aborted.Task).ConfigureAwait(false);
        var filling = _reader.FillAsync(CancellationToken.None);
        if (filling.IsCompleted)
            return await filling.ConfigureAwait(false);
        long since = TimeProvider.System.GetTimestamp();
        bool more = await filling.ConfigureAwait(false);
        arrivals.Break();
        _gathering.Wake(since, _spoke);
        _spoke = false;
        return more;
    }

    private static Task? TakeAnswer(ILinkObserver observer, MqttPacket packet) => packet switch
    {
        MqttSubAckPacket ack =>
            observer.OnAnswerAsync(ack.PacketIdentifier, [.. ack.ReasonCodes.Select(c => (byte)c)]),
        MqttUnsubAckPacket ack => observer.OnAnswerAsync(ack.PacketIdentifier, []),
        MqttPingRespPacket or MqttPubAckPacket => Task.CompletedTask,
        _ => null,
    };

    private static LinkEnd Forbidden(string packet) =>
        new($"the peer sent a packet that a broker may not send ({packet})");

    // A peer that began the close handshake gets its answer (RFC 6455, section 5.5.1), if it takes it at once.
    private async Task AnswerCloseAsync()
    {
        if (_socket.State != WebSocketState.CloseReceived)
            return;
        using var timeout = new CancellationTokenSource(s_closeAnswer, _time);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // It did not take it; the link is at its end all the same.
        }
    }

    // Reads nothing to the observer until it can take it; returns false where the link has come to its end meanwhile.
    private async ValueTask<bool> PauseAsync(ValueTask filed)
    {
        _paused = true;
        var over = Task.WhenAny(filed.AsTask(), _aborted.Task);
        bool open = true;
        while (open && !over.IsCompleted)
        {
            var ahead = _reader.ReadAhead();
            await Task.WhenAny(over, ahead ?? Task.Delay(s_probe, _time)).ConfigureAwait(false);
            if (ahead is { IsCompleted: true })
                open = await _reader.FillAsync(CancellationToken.None).ConfigureAwait(false);
            else if (ahead is null && !over.IsCompleted)
                Ping();
        }

        _reader.Touch();
        _paused = false;
        return open;
    }
}
