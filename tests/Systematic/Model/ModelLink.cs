using System.Text;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Systematic.Model;

/// <summary>
/// A link that may fail before, in or after any packet: what was queued is lost, was taken without an answer, or is
/// answered and nothing else.
/// </summary>
internal sealed class ModelLink(ModelBroker broker, Uri endpoint, bool sessionPresent) : IMqttLink
{
    /// <summary>So many packets are taken before it is congested.</summary>
    private const int Room = 2;

    private readonly object _gate = new();
    private readonly Queue<(Func<Task> Work, OutboundMessage? Message)> _packets = new();
    private TaskCompletionSource _changed = Source();
    private ILinkObserver? _observer;
    private LinkEnd? _end;
    private int _publishes;
    private bool _congested;

    public Uri Endpoint => endpoint;

    public bool SessionPresent => sessionPresent;

    public bool Congested
    {
        get
        {
            lock (_gate)
                return _congested;
        }
    }

    public bool ReadingPaused => false;

    public long LastReceived => 0;

    public long LastSent => 0;

    public long LastHeadway => 0;

    public void Observe(ILinkObserver observer) => _observer = observer;

    public async Task<LinkEnd> RunAsync()
    {
        while (true)
        {
            Task changed;
            (Func<Task> Work, OutboundMessage? Message) packet = default;
            bool drained = false;
            lock (_gate)
            {
                changed = _changed.Task;
                if (_end is null && _packets.TryDequeue(out packet) && packet.Message is not null)
                {
                    _publishes--;
                    drained = _congested;
                    _congested = false;
                }
            }

            if (packet.Work is null)
            {
                if (Ended() is { } end)
                    return Finish(end);
                await changed;
                continue;
            }

            if (drained)
                _observer!.OnDrained();
            if (broker.Fails())
            {
                // The packet never arrives.
                if (packet.Message is { Qos: 0 } lost)
                    _observer!.OnUnwritten([lost]);
                Abort(new LinkEnd("lost before a packet"));
                continue;
            }

            await packet.Work();
        }
    }

    public bool TryReadHere() => false;

    public void Publish(OutboundMessage message, bool duplicate)
    {
        lock (_gate)
        {
            if (_end is null)
            {
                if (_congested)
                    throw new InvalidOperationException("A message was given to a link that is congested.");
                _congested = ++_publishes >= Room;
                Queue(() => TakeAsync(message), message);
                return;
            }
        }

        if (message.Qos == 0)
            _observer!.OnUnwritten([message]);
    }

    public void Acknowledge(ushort packetId)
    {
    }

    public void Subscribe(ushort packetId, IReadOnlyList<TopicRequest> topics)
    {
        lock (_gate)
            Queue(() => AnswerAsync(packetId, [.. topics.Select(t => broker.Subscribe(t.Filter, t.Qos))]), null);
    }

    public void Unsubscribe(ushort packetId, IReadOnlyList<string> filters)
    {
        lock (_gate)
        {
            Queue(
                () =>
                {
                    foreach (string filter in filters)
                        broker.Unsubscribe(filter);
                    return AnswerAsync(packetId, []);
                },
                null);
        }
    }

    public void Ping()
    {
    }

    public async Task CloseAsync(TimeSpan patience)
    {
        await Task.Yield();
        Abort(LinkEnd.Closed);
    }

    public void Abort(LinkEnd reason)
    {
        lock (_gate)
        {
            _end ??= reason;
            Signal();
        }
    }

    public ValueTask DisposeAsync()
    {
        broker.Closed();
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LinkEnd? Ended()
    {
        lock (_gate)
            return _end;
    }

    private LinkEnd Finish(LinkEnd end)
    {
        List<OutboundMessage> unwritten;
        lock (_gate)
        {
            unwritten = [.. _packets.Select(p => p.Message).OfType<OutboundMessage>().Where(m => m.Qos == 0)];
            _packets.Clear();
        }

        _observer!.OnUnwritten(unwritten);
        return end;
    }

    private void Queue(Func<Task> work, OutboundMessage? message)
    {
        if (_end is not null)
            return;
        _packets.Enqueue((work, message));
        Signal();
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = Source();
    }

    private async Task AnswerAsync(ushort packetId, byte[] codes)
    {
        await Task.Yield();
        if (broker.Fails())
            Abort(new LinkEnd("lost before an answer"));
        else
            await _observer!.OnAnswerAsync(packetId, codes);
    }

    private async Task TakeAsync(OutboundMessage message)
    {
        broker.Take(Encoding.UTF8.GetString(message.Payload.Span));
        if (message.Qos == 0)
        {
            _observer!.OnWritten([message]);
            return;
        }

        await Task.Yield();
        if (broker.Fails())
            Abort(new LinkEnd("lost before a PUBACK"));
        else
            _observer!.OnPublishAcknowledged(message.PacketId);
    }
}
