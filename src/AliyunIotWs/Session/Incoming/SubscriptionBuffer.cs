namespace AliyunIotWs.Session.Incoming;

/// <summary>
/// What one subscription has received and nobody has read yet. QoS 0 messages beyond the bound push out the oldest of
/// them; QoS 1 messages beyond it are kept without a PUBACK, so that the broker stops at its own limit. Not
/// thread-safe: the <see cref="Inbox"/> guards it.
/// </summary>
internal sealed class SubscriptionBuffer(string? filter, int capacity)
{
    public const int DefaultCapacity = 10_000;

    /// <summary>Payload bytes per quality of service, whatever the number of messages.</summary>
    public const long MaximumBytes = 8 * 1024 * 1024;

    private readonly Queue<Delivery> _atMostOnce = new();
    private readonly Queue<Delivery> _atLeastOnce = new();
    private readonly Queue<Delivery> _withheld = new();
    private long _atMostOnceBytes;
    private long _atLeastOnceBytes;
    private long _withheldBytes;

    /// <summary>The topic filter, or null for what belongs to no subscription.</summary>
    public string? Filter { get; } = filter;

    public int Capacity { get; set; } = capacity;

    public int Count => _atMostOnce.Count + _atLeastOnce.Count;

    public long Received { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>How many of <see cref="Dropped"/> the user has been told of.</summary>
    public long DroppedReported { get; set; }

    /// <summary>A broker that does not stop without a PUBACK has filled this buffer twice over.</summary>
    public bool IsOverfull => _withheld.Count > Capacity || _withheldBytes > MaximumBytes;

    public void Add(Delivery delivery)
    {
        Received++;
        int size = Size(delivery);
        if (delivery.Message.Qos == 0)
        {
            _atMostOnce.Enqueue(delivery);
            _atMostOnceBytes += size;
            while (_atMostOnce.Count > 1 && (_atMostOnce.Count > Capacity || _atMostOnceBytes > MaximumBytes))
            {
                _atMostOnceBytes -= Size(_atMostOnce.Dequeue());
                Dropped++;
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
        bool zero = _atMostOnce.TryPeek(out Delivery? first);
        if (!_atLeastOnce.TryPeek(out Delivery? second))
            return first;
        return zero && first!.Sequence < second.Sequence ? first : second;
    }

    /// <summary>Takes what <see cref="Peek"/> showed. <paramref name="due"/> is a message that may be acknowledged now.</summary>
    public void Take(Delivery delivery, out Delivery? due)
    {
        due = null;
        if (delivery.Message.Qos == 0)
        {
            _atMostOnceBytes -= Size(_atMostOnce.Dequeue());
            return;
        }

        _atLeastOnceBytes -= Size(_atLeastOnce.Dequeue());
        if (!_withheld.TryDequeue(out Delivery? next))
            return;
        _withheldBytes -= Size(next);
        if (--next.Withholders == 0)
            due = next;
    }

    /// <summary>
    /// Hands what fits over to another buffer, in the order of arrival. Returns what was withheld and may be
    /// acknowledged now.
    /// </summary>
    public List<Delivery> MoveTo(SubscriptionBuffer other, Predicate<Delivery> fits)
    {
        Delivery[] held = [.. _withheld];
        Delivery[] all = [.. _atMostOnce.Concat(_atLeastOnce).OrderBy(d => d.Sequence)];
        Clear();
        foreach (Delivery delivery in held)
            delivery.Withholders--;
        Received -= all.Length;
        foreach (Delivery delivery in all)
            (fits(delivery) ? other : this).Add(delivery);
        return [.. held.Where(d => d.Withholders == 0)];
    }

    private void Clear()
    {
        _atMostOnce.Clear();
        _atLeastOnce.Clear();
        _withheld.Clear();
        _atMostOnceBytes = _atLeastOnceBytes = _withheldBytes = 0;
    }

    // The payload and what the objects around it weigh, roughly.
    private static int Size(Delivery delivery) => delivery.Message.Bytes.Length + 200;
}
