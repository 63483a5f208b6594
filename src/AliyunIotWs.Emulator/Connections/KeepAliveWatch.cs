namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// Watches that a device sends something within one and a half times its keep-alive [MQTT-3.1.2-24]. A packet only
/// notes the time; the timer moves itself when it finds that it came too early.
/// </summary>
internal sealed class KeepAliveWatch : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Func<bool> _expired;
    private readonly ITimer _timer;
    private long _last;

    /// <param name="time">The clock.</param>
    /// <param name="limit">How long the device may be silent.</param>
    /// <param name="expired">Is called when it was; true begins the time anew, false ends the watch.</param>
    public KeepAliveWatch(TimeProvider time, TimeSpan limit, Func<bool> expired)
    {
        _time = time;
        _limit = limit;
        _expired = expired;
        _last = time.GetTimestamp();
        _timer = time.CreateTimer(
            static watch => ((KeepAliveWatch)watch!).Look(), this, limit, Timeout.InfiniteTimeSpan);
    }

    public void Touch() => Volatile.Write(ref _last, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var left = _limit - _time.GetElapsedTime(Volatile.Read(ref _last));
        if (left <= TimeSpan.Zero)
        {
            if (!_expired())
                return;
            Touch();
            left = _limit;
        }

        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }
}
