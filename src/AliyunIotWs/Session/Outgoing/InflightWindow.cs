namespace AliyunIotWs.Session.Outgoing;

/// <summary>
/// The QoS 1 messages that have no PUBACK yet, found by packet id in one step. An id is given out again only after its
/// PUBACK or on a new link: an id that was given up on keeps its place, or a late PUBACK would confirm a message that
/// took its id.
/// </summary>
internal sealed class InflightWindow
{
    private readonly OutboundMessage?[] _slots;
    private readonly bool[] _taken;
    private readonly Queue<ushort> _free;

    public InflightWindow(int capacity)
    {
        _slots = new OutboundMessage?[capacity];
        _taken = new bool[capacity];
        _free = new Queue<ushort>(capacity);
        for (int i = 1; i <= capacity; i++)
            _free.Enqueue((ushort)i);
    }

    /// <summary>How many messages wait for their PUBACK.</summary>
    public int Count { get; private set; }

    public bool IsFull => _free.Count == 0;

    public int Free => _free.Count;

    public void Add(OutboundMessage message)
    {
        ushort id = _free.Dequeue();
        message.PacketId = id;
        _slots[id - 1] = message;
        _taken[id - 1] = true;
        Count++;
    }

    /// <summary>Takes the message of a PUBACK out, or returns null where none of ours waits for it.</summary>
    public OutboundMessage? Acknowledge(ushort packetId)
    {
        int index = packetId - 1;
        if (index < 0 || index >= _slots.Length || !_taken[index])
            return null;
        OutboundMessage? message = _slots[index];
        _slots[index] = null;
        _taken[index] = false;
        _free.Enqueue(packetId);
        if (message is not null)
            Count--;
        return message;
    }

    /// <summary>Forgets a message, but not its id.</summary>
    public void Abandon(OutboundMessage message)
    {
        int index = message.PacketId - 1;
        if (index < 0 || !ReferenceEquals(_slots[index], message))
            return;
        _slots[index] = null;
        Count--;
    }

    /// <summary>Frees the ids of abandoned messages: their PUBACK can not come on a new link.</summary>
    public void ReleaseAbandoned()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_taken[i] && _slots[i] is null)
            {
                _taken[i] = false;
                _free.Enqueue((ushort)(i + 1));
            }
        }
    }

    /// <summary>The waiting messages in the order in which they were first sent [MQTT-4.6.0-1].</summary>
    public List<OutboundMessage> InOrder()
    {
        var messages = new List<OutboundMessage>(Count);
        foreach (OutboundMessage? message in _slots)
        {
            if (message is not null)
                messages.Add(message);
        }

        messages.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        return messages;
    }
}
