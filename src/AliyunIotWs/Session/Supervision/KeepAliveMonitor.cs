using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Supervision;

/// <summary>
/// Pings and sees a dead link (MQTT 3.1.1, section 3.1.2.10). A ping is due when nothing was sent for the keep-alive,
/// as the standard asks, and also when nothing was received for it, or a stream of QoS 0 messages would hide a
/// half-open link. The link ends where nothing is received within half the keep-alive after a ping has left, or after
/// the way out last got on: on a slow one the ping is behind what was sent before.
/// </summary>
internal sealed class KeepAliveMonitor : IDisposable
{
    // Pings leave a little early, so that the broker's own clock never finds them late.
    private const double Early = 0.9;

    private readonly object _gate = new();
    private readonly IMqttLink _link;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _patience;
    private readonly ITimer _timer;
    private long? _pingedAt;
    private bool _disposed;

    public KeepAliveMonitor(IMqttLink link, TimeSpan keepAlive, TimeProvider time)
    {
        _link = link;
        _time = time;
        _interval = keepAlive * Early;
        _patience = keepAlive / 2;
        _timer = time.CreateTimer(
            static state => ((KeepAliveMonitor)state!).Check(), this, _interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _timer.Dispose();
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            if (Evaluate() is { } next)
                _timer.Change(Max(next, TimeSpan.FromMilliseconds(1)), Timeout.InfiniteTimeSpan);
        }
    }

    // Returns when to look again; null where the link was given up.
    private TimeSpan? Evaluate()
    {
        if (_pingedAt is { } pinged)
        {
            if (_link.LastReceived > pinged || _link.ReadingPaused)
            {
                _pingedAt = null;
            }
            else
            {
                var waited = _time.GetElapsedTime(Math.Max(pinged, _link.LastHeadway));
                if (waited < _patience)
                    return _patience - waited;
                _link.Abort(LinkEnd.Silent(waited));
                return null;
            }
        }

        var idle = Max(_time.GetElapsedTime(_link.LastSent), _time.GetElapsedTime(_link.LastReceived));
        if (idle < _interval)
            return _interval - idle;
        _pingedAt = _time.GetTimestamp();
        _link.Ping();
        return _patience;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
