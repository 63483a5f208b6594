namespace AliyunIotWs.Session.Supervision;

/// <summary>So many connects a minute and no more. The platform takes five of a device (limits page) and refuses a sixth.</summary>
internal sealed class ConnectBudget(TimeProvider time, int connects)
{
    public const int PlatformConnects = 5;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _used = new();

    public void Use()
    {
        _used.Enqueue(time.GetTimestamp());
        if (_used.Count > connects)
            _used.Dequeue();
    }

    /// <summary>How long until another connect is within the limit.</summary>
    public TimeSpan Wait()
    {
        if (_used.Count < connects)
            return TimeSpan.Zero;
        var left = Window - time.GetElapsedTime(_used.Peek());
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
