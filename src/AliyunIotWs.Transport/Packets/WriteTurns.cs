using System.Collections.Concurrent;
using System.Diagnostics;

namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// The connections that one thread has given something to write, one after the other. While the turn is at the others,
/// more gathers for each, and leaves in one write: what a thread streams over many connections would otherwise cost
/// both sides a write, a read and two wake-ups for every single message.
/// </summary>
internal sealed class WriteTurns : IThreadPoolWorkItem
{
    // Then the pool's other work, which reads the acknowledgements, has its turn.
    private const int TurnsAtATime = 64;

    // Shorter gaps than the waking of a thread: what comes later is better written at once.
    private static readonly TimeSpan s_stream = TimeSpan.FromMilliseconds(0.1);

    [ThreadStatic]
    private static WriteTurns? t_ofThread;

    private readonly ConcurrentQueue<PacketWriter> _waiting = new();
    private long _lastQueued;
    private int _scheduled;

    /// <summary>Those of the calling thread.</summary>
    public static WriteTurns OfThread => t_ofThread ??= new WriteTurns();

    /// <summary>Notes that the thread has queued a packet; whether it did so just before as well.</summary>
    public bool IsStream(long now)
    {
        bool soon = Stopwatch.GetElapsedTime(_lastQueued, now) <= s_stream;
        _lastQueued = now;
        return soon;
    }

    public void Enqueue(PacketWriter writer)
    {
        _waiting.Enqueue(writer);
        Schedule();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (int left = TurnsAtATime; left > 0 && _waiting.TryDequeue(out var writer); left--)
            _ = writer.WriteAsync(this);
        Interlocked.Exchange(ref _scheduled, 0);
        if (!_waiting.IsEmpty)
            Schedule();
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
