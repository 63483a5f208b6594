namespace AliyunIotWs.Emulator.Limits;

/// <summary>Lets a number of things pass within any period of a length. Safe to use from any thread.</summary>
/// <param name="most">Things within a period, 1 or more.</param>
/// <param name="period">Its length.</param>
/// <param name="time">The clock.</param>
internal sealed class RateWindow(int most, TimeSpan period, TimeProvider time)
{
    private readonly object _gate = new();

    // When the last things passed, as a ring: the next place has the oldest.
    private readonly long[] _passed = new long[most];
    private int _next;
    private int _count;

    /// <summary>Lets one pass; false when the period is full, and then it does not count.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (_count == most && time.GetElapsedTime(_passed[_next], now) < period)
                return false;
            _passed[_next] = now;
            _next = (_next + 1) % most;
            _count = Math.Min(_count + 1, most);
            return true;
        }
    }
}
