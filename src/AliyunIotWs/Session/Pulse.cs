using System.Diagnostics;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session;

/// <summary>
/// Wakes threads that wait for something to change. A waiter names the change it has seen, so that several waiters
/// with different wishes can not take a wake-up from each other, as they could with an event that is reset.
/// </summary>
internal sealed class Pulse
{
    // Waking a thread takes about as long as an answer from nearby.
    private static readonly TimeSpan s_spinning = TimeSpan.FromMicroseconds(100);

    private readonly object _gate = new();
    private volatile Pulse[] _relays = [];
    private long _changes;
    private int _waiters;

    /// <summary>To be read before looking at the state that <see cref="Wait"/> would wait for.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    public void Raise()
    {
        Interlocked.Increment(ref _changes);
        if (Volatile.Read(ref _waiters) > 0)
            WakeAll();
        foreach (var relay in _relays)
            relay.Raise();
    }

    /// <summary>Raises another one as well, for who waits for any of many, until <see cref="Release"/>.</summary>
    public void RelayTo(Pulse other)
    {
        lock (_gate)
            _relays = [.. _relays, other];
    }

    /// <summary>Ends what <see cref="RelayTo"/> began.</summary>
    public void Release(Pulse other)
    {
        lock (_gate)
            _relays = [.. _relays.Where(r => !ReferenceEquals(r, other))];
    }

    /// <summary>Returns false when <paramref name="patience"/> is over; infinite with <see cref="Timeout"/>'s value.</summary>
    /// <param name="seen">What <see cref="Changes"/> was.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="reader">
    /// Brings the change, an answer that is on its way: looks for it for a moment before the thread sleeps. For one who
    /// waits in a stream that would take a core from those who bring the changes.
    /// </param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Wait(long seen, TimeSpan patience, CancellationToken cancellation, IAnswerReader? reader = null)
    {
        if (reader is not null && Spin(seen, reader))
            return true;
        long deadline = patience == Timeout.InfiniteTimeSpan
            ? long.MaxValue
            : Environment.TickCount64 + (long)Math.Ceiling(patience.TotalMilliseconds);
        using var registration = cancellation.UnsafeRegister(
            static state => ((Pulse)state!).WakeAll(), this);
        Interlocked.Increment(ref _waiters);
        try
        {
            lock (_gate)
            {
                while (Changes == seen)
                {
                    cancellation.ThrowIfCancellationRequested();
                    long left = deadline - Environment.TickCount64;
                    if (left <= 0)
                        return false;
                    Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue));
                }

                return true;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiters);
        }
    }

    private bool Spin(long seen, IAnswerReader reader)
    {
        if (Environment.ProcessorCount == 1)
            return false;
        long started = Stopwatch.GetTimestamp();
        var spinner = new SpinWait();
        while (Changes == seen)
        {
            if (Stopwatch.GetElapsedTime(started) >= s_spinning)
                return false;
            if (!reader.TryReadHere())
                spinner.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    private void WakeAll()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
