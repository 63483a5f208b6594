namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// Watches that a device sends something within one and a half times its keep-alive [MQTT-3.1.2-24]. A packet only
/// notes the time; the timer moves itself when it finds that it came too early.
/// </summary>
internal sealed class KeepAliveWatch : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly DeviceLink _link;
    private readonly ITimer _timer;
    private long _last;

    /// <param name="time">The clock.</param>
    /// <param name="limit">How long the device may be silent.</param>
    /// <param name="link">Is ended when it was.</param>
    public KeepAliveWatch(TimeProvider time, TimeSpan limit, DeviceLink link)
    {
        _time = time;
        _limit = limit;
        _link = link;
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
            // What the device sends is there where the emulator only does not look at it.
            if (!_link.LooksAway)
            {
                _link.End($"nothing was received for {_limit.TotalSeconds:0} s, one and a half times the keep-alive");
                return;
            }

            Touch();
            left = _limit;
        }

        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }
}
