namespace AliyunIotWs.Emulator.Limits;

/// <summary>
/// Lets so many messages pass at once, and after that so many a second: who keeps the platform's rate is not punished for
/// messages that the network pushes together. How the platform counts is not documented. Safe to use from any thread.
/// </summary>
/// <param name="perSecond">Messages, 1 or more.</param>
/// <param name="time">The clock.</param>
internal sealed class MessageRate(int perSecond, TimeProvider time)
{
    private readonly object _gate = new();
    private double _left = perSecond;
    private long _counted = time.GetTimestamp();

    /// <summary>Lets one pass; false when it is one too many.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            double regained = time.GetElapsedTime(_counted, now).TotalSeconds * perSecond;
            (_left, _counted) = (Math.Min(perSecond, _left + regained), now);
            if (_left < 1)
                return false;
            _left--;
            return true;
        }
    }
}
