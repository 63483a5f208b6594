namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// How long to wait before the next attempt: exponential with full jitter, so that a fleet that lost its gateway does
/// not come back in one wave. The ceiling doubles from 1 s to 60 s.
/// </summary>
internal sealed class BackoffPolicy(Func<double> random)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private int _attempt;

    public TimeSpan Next()
    {
        double ceiling = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(_attempt++, 10)));
        return TimeSpan.FromSeconds(ceiling * random());
    }

    public void Reset() => _attempt = 0;
}
