namespace AliyunIotWs.Session.Outgoing;

/// <summary>
/// The QoS 1 messages that have no PUBACK yet, found by packet id in one step. An id is given out again only after its
/// PUBACK or on a new link: a late PUBACK would otherwise confirm another message. Ids that were given up on (the
/// platform never answers a forbidden PUBLISH) do not narrow the window; only when all ids are used up is the one that
/// was given up longest ago taken again.
/// </summary>
internal sealed class InflightWindow(int capacity, long bytes)
{
    /// <summary>The ids above it are left to SUBSCRIBE and UNSUBSCRIBE.</summary>
    public const ushort LastPacketId = 0xEFFF;

    private const int FirstSize = 256;

    private readonly Queue<ushort> _free = new();
    private readonly Queue<ushort> _abandoned = new();
    private OutboundMessage?[] _slots = [];
    private bool[] _taken = [];
    private int _highest;

    /// <summary>How many messages wait for their PUBACK.</summary>
    public int Count { get; private set; }

    /// <summary>What they weigh in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>So much is free that it is worth to wake who waits.</summary>
    public bool IsHalfFree => Count == 0 || (Count <= capacity / 2 && Bytes <= bytes / 2);

    /// <summary>A message that is larger than the bound goes alone.</summary>
    public bool HasRoomFor(OutboundMessage message) =>
        Count == 0 || (Count < capacity && Bytes + message.Weight <= bytes);

    public bool Holds(OutboundMessage message) => ReferenceEquals(_slots[message.PacketId], message);

    public void Add(OutboundMessage message)
    {
        ushort id = NextId();
        message.PacketId = id;
        _slots[id] = message;
        _taken[id] = true;
        Count++;
        Bytes += message.Weight;
    }

    /// <summary>Takes the message of a PUBACK out, or returns null where none of ours waits for it.</summary>
    public OutboundMessage? Acknowledge(ushort packetId)
    {
        if (packetId > _highest || !_taken[packetId])
            return null;
        var message = _slots[packetId];
        _slots[packetId] = null;
        _taken[packetId] = false;
        _free.Enqueue(packetId);
        if (message is not null)
            Release(message);
        return message;
    }

    /// <summary>Forgets a message, but not its id.</summary>
    public void Abandon(OutboundMessage message)
    {
        ushort id = message.PacketId;
        if (id == 0 || !Holds(message))
            return;
        _slots[id] = null;
        _abandoned.Enqueue(id);
        Release(message);
    }

    /// <summary>Frees the ids of abandoned messages: their PUBACK can not come on a new link.</summary>
    public void ReleaseAbandoned()
    {
        while (TryTakeAbandoned(out ushort id))
        {
            _taken[id] = false;
            _free.Enqueue(id);
        }
    }

    /// <summary>The waiting messages in the order in which they were first sent [MQTT-4.6.0-1].</summary>
    public List<OutboundMessage> InOrder()
    {
        var messages = new List<OutboundMessage>(Count);
        for (int id = 1; id <= _highest; id++)
        {
            if (_slots[id] is { } message)
                messages.Add(message);
        }

        messages.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return messages;
    }

    private void Release(OutboundMessage message)
    {
        Count--;
        Bytes -= message.Weight;
    }

    private ushort NextId()
    {
        if (_free.TryDequeue(out ushort id))
            return id;
        if (_highest == LastPacketId)
        {
            return TryTakeAbandoned(out id)
                ? id
                : throw new InvalidOperationException("The window is wider than there are packet ids.");
        }

        if (++_highest >= _slots.Length)
        {
            // Most of many connections never send at QoS 1.
            int size = _slots.Length == 0 ? FirstSize : 2 * _slots.Length;
            Array.Resize(ref _slots, Math.Min(size, LastPacketId + 1));
            Array.Resize(ref _taken, _slots.Length);
        }

        return (ushort)_highest;
    }

    // An abandoned id may have been acknowledged, and be in use again, since it was queued.
    private bool TryTakeAbandoned(out ushort id)
    {
        while (_abandoned.TryDequeue(out id))
        {
            if (_taken[id] && _slots[id] is null)
                return true;
        }

        return false;
    }
}
