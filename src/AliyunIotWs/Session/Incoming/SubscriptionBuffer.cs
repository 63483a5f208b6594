namespace AliyunIotWs.Session.Incoming;

/// <summary>
/// What one subscription has received and nobody has read yet. QoS 0 messages beyond the bound push out the oldest of
/// them; QoS 1 messages beyond it are kept without a PUBACK, so that the broker stops at its own limit. Not
/// thread-safe: the <see cref="Inbox"/> guards it.
/// </summary>
internal sealed class SubscriptionBuffer
{
    public const int DefaultCapacity = 10_000;

    /// <summary>What the messages of one quality of service may weigh in memory, whatever their number.</summary>
    public const long MaximumBytes = 8 * 1024 * 1024;

    /// <summary>What <see cref="Head"/> is where nothing waits.</summary>
    public const long NoHead = long.MaxValue;

    private readonly Queue<Delivery> _atMostOnce = new();
    private readonly Queue<Delivery> _atLeastOnce = new();
    private readonly Queue<Delivery> _withheld = new();
    private readonly List<Delivery> _putBack = [];
    private long _atMostOnceBytes;
    private long _atLeastOnceBytes;
    private long _withheldBytes;

    public SubscriptionBuffer(string? filter, int capacity)
    {
        (Filter, Capacity) = (filter, capacity);
        Alone = [this];
    }

    /// <summary>A list of nothing but this buffer.</summary>
    public IReadOnlyList<SubscriptionBuffer> Alone { get; }

    /// <summary>The topic filter, or null for what belongs to no subscription.</summary>
    public string? Filter { get; }

    /// <summary>0: nothing is kept, because nobody is to read it; else a number of messages.</summary>
    public int Capacity { get; set; }

    public int Count => _atMostOnce.Count + _atLeastOnce.Count + _putBack.Count;

    /// <summary>The sequence of what <see cref="Peek"/> shows: many buffers are looked through for each message.</summary>
    public long Head { get; private set; } = NoHead;

    public long Received { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>How many of <see cref="Dropped"/> the user has been told of.</summary>
    public long DroppedReported { get; set; }

    /// <summary>A broker that does not stop without a PUBACK has filled this buffer twice over.</summary>
    public bool IsOverfull => _withheld.Count > Capacity || _withheldBytes > MaximumBytes;

    /// <param name="delivery">May be null where nothing is kept.</param>
    public void Add(Delivery? delivery)
    {
        Received++;
        if (Capacity == 0 || delivery is null)
            return;
        int size = Size(delivery);
        Head = Math.Min(Head, delivery.Sequence);
        if (delivery.Message.Qos == 0)
        {
            _atMostOnce.Enqueue(delivery);
            _atMostOnceBytes += size;
            while (_atMostOnce.Count > 1 && (_atMostOnce.Count > Capacity || _atMostOnceBytes > MaximumBytes))
            {
                _atMostOnceBytes -= Size(_atMostOnce.Dequeue());
                Dropped++;
                FindHead();
            }

            return;
        }

        _atLeastOnce.Enqueue(delivery);
        _atLeastOnceBytes += size;
        if (_atLeastOnce.Count <= 1 || (_atLeastOnce.Count <= Capacity && _atLeastOnceBytes <= MaximumBytes))
            return;
        _withheld.Enqueue(delivery);
        _withheldBytes += size;
        delivery.Withholders++;
    }

    public Delivery? Peek()
    {
        // They were taken before all that is in the queues.
        if (_putBack.Count > 0)
            return _putBack[0];
        bool zero = _atMostOnce.TryPeek(out var first);
        if (!_atLeastOnce.TryPeek(out var second))
            return first;
        return zero && first!.Sequence < second.Sequence ? first : second;
    }

    /// <summary>Takes what <see cref="Peek"/> showed. <paramref name="due"/> is a message that may be acknowledged now.</summary>
    public void Take(Delivery delivery, out Delivery? due)
    {
        TakeOut(delivery, out due);
        FindHead();
    }

    /// <summary>Takes back what was taken, one message for each reader at most.</summary>
    public void PutBack(Delivery delivery)
    {
        _putBack.Add(delivery);
        _putBack.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        FindHead();
    }

    /// <summary>
    /// Hands what fits over to another buffer, where all lies in the order of arrival then. Returns what was withheld
    /// and may be acknowledged now.
    /// </summary>
    public List<Delivery> MoveTo(SubscriptionBuffer other, Predicate<Delivery> fits)
    {
        List<Delivery> held = [.. _withheld, .. other._withheld];
        var own = Empty();
        List<Delivery> all = [.. other.Empty(), .. own.Where(d => fits(d))];
        own.RemoveAll(fits);
        own.ForEach(Add);
        foreach (var delivery in all.OrderBy(d => d.Sequence))
            other.Add(delivery);
        return held.FindAll(d => d.Withholders == 0);
    }

    private void TakeOut(Delivery delivery, out Delivery? due)
    {
        due = null;
        if (_putBack.Remove(delivery))
            return;
        if (delivery.Message.Qos == 0)
        {
            _atMostOnceBytes -= Size(_atMostOnce.Dequeue());
            return;
        }

        _atLeastOnceBytes -= Size(_atLeastOnce.Dequeue());
        if (!_withheld.TryDequeue(out var next))
            return;
        _withheldBytes -= Size(next);
        if (--next.Withholders == 0)
            due = next;
    }

    private List<Delivery> Empty()
    {
        List<Delivery> all = [.. _putBack.Concat(_atMostOnce).Concat(_atLeastOnce).OrderBy(d => d.Sequence)];
        foreach (var delivery in _withheld)
            delivery.Withholders--;
        Received -= all.Count;
        _atMostOnce.Clear();
        _atLeastOnce.Clear();
        _withheld.Clear();
        _putBack.Clear();
        _atMostOnceBytes = _atLeastOnceBytes = _withheldBytes = 0;
        Head = NoHead;
        return all;
    }

    private void FindHead() => Head = Peek()?.Sequence ?? NoHead;

    private static int Size(Delivery delivery) =>
        MessageWeight.Of(delivery.Message.Topic, delivery.Message.Bytes.Length);
}
