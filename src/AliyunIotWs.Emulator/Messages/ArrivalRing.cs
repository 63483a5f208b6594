namespace AliyunIotWs.Emulator.Messages;

/// <summary>
/// Messages in the order of their numbers, out of which any can be taken. They lie in one array: a list of nodes would be
/// followed node by node at every collection of garbage. Not thread-safe.
/// </summary>
internal sealed class ArrivalRing
{
    private const int FirstSize = 16;

    // What was taken out leaves its number behind, until all before it has gone too.
    private (long Number, EmulatorMessage? Message)[] _slots = new (long, EmulatorMessage?)[FirstSize];
    private int _head;
    private int _span;

    public int Count { get; private set; }

    /// <param name="number">Above all that were added before.</param>
    /// <param name="message">The newest.</param>
    public void Add(long number, EmulatorMessage message)
    {
        if (_span == _slots.Length)
            MakeRoom();
        Slot(_span++) = (number, message);
        Count++;
    }

    /// <summary>Takes out the oldest that fits, of those above a number.</summary>
    /// <param name="fits">Null: any fits.</param>
    /// <param name="after">Is set to the number of the last one looked at.</param>
    public EmulatorMessage? Take(Func<EmulatorMessage, bool>? fits, ref long after)
    {
        for (int i = IndexAfter(after); i < _span; i++)
        {
            ref var slot = ref Slot(i);
            after = slot.Number;
            if (slot.Message is not { } message || fits?.Invoke(message) == false)
                continue;
            slot.Message = null;
            Count--;
            DropTaken();
            return message;
        }

        return null;
    }

    private ref (long Number, EmulatorMessage? Message) Slot(int index) =>
        ref _slots[(_head + index) & (_slots.Length - 1)];

    private void DropTaken()
    {
        while (_span > 0 && Slot(0).Message is null)
        {
            _head = (_head + 1) & (_slots.Length - 1);
            _span--;
        }
    }

    private int IndexAfter(long number)
    {
        var (low, high) = (0, _span);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Slot(middle).Number <= number)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void MakeRoom()
    {
        int size = Count > _slots.Length / 2 ? 2 * _slots.Length : _slots.Length;
        var slots = new (long, EmulatorMessage?)[size];
        int kept = 0;
        for (int i = 0; i < _span; i++)
        {
            if (Slot(i).Message is not null)
                slots[kept++] = Slot(i);
        }

        (_slots, _head, _span) = (slots, 0, kept);
    }
}
