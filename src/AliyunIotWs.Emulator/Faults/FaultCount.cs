namespace AliyunIotWs.Emulator.Faults;

/// <summary>How often a fault still strikes; counts down from whatever thread.</summary>
internal sealed class FaultCount
{
    private const int Endless = -1;

    private int _left;

    /// <param name="times">1 or more; null strikes until the fault is cleared.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is under 1.</exception>
    public FaultCount(int? times)
    {
        if (times is { } number)
            ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(times));
        _left = times ?? Endless;
    }

    /// <summary>Times that are left; null without an end.</summary>
    public int? Left => Volatile.Read(ref _left) is var left and not Endless ? left : null;

    public bool IsSpent => Left == 0;

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryUse()
    {
        while (true)
        {
            int left = Volatile.Read(ref _left);
            if (left <= 0)
                return left == Endless;
            if (Interlocked.CompareExchange(ref _left, left - 1, left) == left)
                return true;
        }
    }
}
