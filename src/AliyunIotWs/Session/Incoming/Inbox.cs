using AliyunIotWs.Requests;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Topics;

namespace AliyunIotWs.Session.Incoming;

/// <summary>
/// Sorts received messages into the buffers of the subscriptions that they match, and hands them out in the order of
/// arrival. A message that matches several subscriptions lies in each of their buffers.
/// </summary>
internal sealed class Inbox
{
    // Topics of which it is remembered where they belong.
    private const int MostTopics = 256;

    private readonly object _gate = new();
    private readonly List<SubscriptionBuffer> _buffers = [];
    private readonly string _connectionName;
    private readonly TimeProvider _time;
    private SubscriptionBuffer[] _all;
    private SubscriptionBuffer[] _lastBuffers = [];
    private string? _lastTopic;
    private Dictionary<string, SubscriptionBuffer[]>? _byTopic;
    private IMqttLink? _link;
    private TaskCompletionSource? _paused;
    private ReplyDesk? _replies;
    private int _epoch;
    private long _sequence;

    public Inbox(string connectionName, TimeProvider time)
    {
        _connectionName = connectionName;
        _time = time;
        Unclaimed = new SubscriptionBuffer(null, SubscriptionBuffer.DefaultCapacity);
        _all = [Unclaimed];
    }

    /// <summary>What belongs to no subscription: the platform pushes some topics to every device.</summary>
    public SubscriptionBuffer Unclaimed { get; }

    /// <summary>Sees every message first: those that answer a request belong to it.</summary>
    // Most of many connections never ask.
    public ReplyDesk Replies => Volatile.Read(ref _replies)
        ?? LazyInitializer.EnsureInitialized(ref _replies, () => new ReplyDesk(_time));

    /// <summary>Raised when a message came in, and at the end.</summary>
    public Pulse Arrival { get; } = new();

    public long Received
    {
        get
        {
            lock (_gate)
                return _sequence;
        }
    }

    /// <summary>Every buffer there is, the unclaimed one included.</summary>
    public IReadOnlyList<SubscriptionBuffer> Buffers
    {
        get
        {
            lock (_gate)
                return _all;
        }
    }

    public SubscriptionBuffer Open(string filter, int? capacity)
    {
        lock (_gate)
        {
            var buffer = new SubscriptionBuffer(filter, capacity ?? SubscriptionBuffer.DefaultCapacity);
            // A broker that kept a session delivers before anyone could subscribe again.
            Move(Unclaimed, buffer, d => TopicText.Matches(filter, d.Message.Topic));
            _buffers.Add(buffer);
            Renew();
            return buffer;
        }
    }

    public void Resize(SubscriptionBuffer buffer, int capacity)
    {
        lock (_gate)
            buffer.Capacity = capacity;
    }

    /// <summary>Ends a buffer. What was not read is discarded, or belongs to no subscription from here on.</summary>
    public void Close(SubscriptionBuffer buffer, bool discard)
    {
        lock (_gate)
        {
            _buffers.Remove(buffer);
            Renew();
            if (!discard)
                Move(buffer, Unclaimed, d => !_buffers.Exists(b => TopicText.Matches(b.Filter, d.Message.Topic)));
            while (TryTakeLocked(buffer.Alone, out _))
            {
                // What nobody reads any more is acknowledged, or the broker would wait for it.
            }

            ResumeReading();
            Arrival.Raise();
        }
    }

    public void Attach(IMqttLink link)
    {
        lock (_gate)
        {
            _epoch++;
            _link = link;
            _replies?.ForgetLate();
        }
    }

    /// <summary>Files messages; the task is complete unless reading has to pause.</summary>
    public ValueTask Deliver(ReadOnlySpan<InboundPublish> publishes)
    {
        var paused = ValueTask.CompletedTask;
        lock (_gate)
        {
            bool overfull = false;
            foreach (ref readonly var publish in publishes)
                overfull |= File(publish);
            if (overfull)
            {
                _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                paused = new ValueTask(_paused.Task);
            }
        }

        Arrival.Raise();
        return paused;
    }

    /// <summary>
    /// Takes the message that arrived first in any of <paramref name="from"/>. A reader who could not hand it on gives
    /// it back with <see cref="PutBack"/>.
    /// </summary>
    public bool TryTake(IReadOnlyList<SubscriptionBuffer> from, out Reading reading)
    {
        lock (_gate)
            return TryTakeLocked(from, out reading);
    }

    /// <summary>Makes a message that nobody has seen the next one to be read again.</summary>
    public void PutBack(in Reading reading)
    {
        lock (_gate)
        {
            foreach (var buffer in reading.From)
            {
                if (_all.Contains(buffer))
                    buffer.PutBack(reading.Delivery);
            }

            Arrival.Raise();
        }
    }

    /// <summary>Wakes every reader; nothing more will come.</summary>
    public void End()
    {
        lock (_gate)
        {
            _link = null;
            Arrival.Raise();
            _paused?.TrySetResult();
        }
    }

    public void Detach()
    {
        lock (_gate)
        {
            _link = null;
            _paused?.TrySetResult();
            _paused = null;
        }
    }

    // Returns whether a buffer has more than it may hold.
    private bool File(in InboundPublish publish)
    {
        bool answers = _replies?.Offer(publish) == true;
        long sequence = ++_sequence;
        // Most replies are for the request alone, and nobody is to read them beside it.
        Delivery? delivery = null;
        bool claimed = false;
        bool overfull = false;
        foreach (var buffer in BuffersFor(publish.Topic))
        {
            claimed = true;
            buffer.Add(buffer.Capacity == 0 ? null : delivery ??= Wrap(publish, sequence));
            overfull |= buffer.IsOverfull;
        }

        if (!claimed && !answers)
        {
            Unclaimed.Add(delivery = Wrap(publish, sequence));
            overfull = Unclaimed.IsOverfull;
        }

        if (publish.Qos > 0 && delivery is null)
            _link?.Acknowledge(publish.PacketId);
        else if (publish.Qos > 0 && delivery!.Withholders == 0)
            Acknowledge(delivery);
        return overfull;
    }

    private Delivery Wrap(in InboundPublish publish, long sequence)
    {
        var message = new IotMessage(
            publish.Topic, publish.Payload, publish.Qos, publish.Duplicate, _time.GetUtcNow(), _connectionName);
        return new Delivery(message, sequence, publish.PacketId, _epoch);
    }

    // The subscriptions are others than before.
    private void Renew()
    {
        _all = [.. _buffers, Unclaimed];
        (_lastTopic, _byTopic) = (null, null);
    }

    // A stream of messages most often has one topic, and the link one string for it; else it has a few.
    private SubscriptionBuffer[] BuffersFor(string topic)
    {
        if (ReferenceEquals(topic, _lastTopic))
            return _lastBuffers;
        _byTopic ??= new Dictionary<string, SubscriptionBuffer[]>(StringComparer.Ordinal);
        if (!_byTopic.TryGetValue(topic, out var buffers))
        {
            if (_byTopic.Count == MostTopics)
                _byTopic.Clear();
            buffers = [.. _buffers.Where(b => TopicText.Matches(b.Filter, topic))];
            _byTopic.Add(topic, buffers);
        }

        (_lastTopic, _lastBuffers) = (topic, buffers);
        return buffers;
    }

    private bool TryTakeLocked(IReadOnlyList<SubscriptionBuffer> from, out Reading reading)
    {
        SubscriptionBuffer? holder = null;
        long least = SubscriptionBuffer.NoHead;
        foreach (var buffer in from)
        {
            if (buffer.Head < least)
                (least, holder) = (buffer.Head, buffer);
        }

        if (holder?.Peek() is not { } first)
        {
            reading = default;
            return false;
        }

        var holders = holder.Alone;
        foreach (var buffer in from)
        {
            if (buffer.Head != least)
                continue;
            if (!ReferenceEquals(buffer, holder))
                holders = [.. holders, buffer];
            buffer.Take(first, out var due);
            if (due is not null)
                Acknowledge(due);
        }

        reading = new Reading(first, holders);
        ResumeReading();
        return true;
    }

    private void Move(SubscriptionBuffer from, SubscriptionBuffer to, Predicate<Delivery> fits)
    {
        foreach (var due in from.MoveTo(to, fits))
            Acknowledge(due);
    }

    private void Acknowledge(Delivery due)
    {
        if (due.IsAcknowledged || due.Epoch != _epoch)
            return;
        due.IsAcknowledged = true;
        _link?.Acknowledge(due.PacketId);
    }

    private void ResumeReading()
    {
        if (_paused is null || _all.Any(b => b.IsOverfull))
            return;
        _paused.TrySetResult();
        _paused = null;
    }
}
