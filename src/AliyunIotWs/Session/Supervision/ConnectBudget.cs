namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// The platform takes five connects a minute from a device (limits page); a sixth is only refused. Not used on other
/// hosts.
/// </summary>
internal sealed class ConnectBudget(TimeProvider time)
{
    public const int Connects = 5;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _used = new();

    public void Use()
    {
        _used.Enqueue(time.GetTimestamp());
        if (_used.Count > Connects)
            _used.Dequeue();
    }

    /// <summary>How long until another connect is within the limit.</summary>
    public TimeSpan Wait()
    {
        if (_used.Count < Connects)
            return TimeSpan.Zero;
        TimeSpan left = Window - time.GetElapsedTime(_used.Peek());
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
