namespace Bench.Sinks;

/// <summary>What all connections of a sink count together.</summary>
internal sealed class SinkState(Action reached)
{
    private long _received;
    private long _target = long.MaxValue;
    private int _open;

    public long Received => Volatile.Read(ref _received);

    public int Open => Volatile.Read(ref _open);

    /// <summary>The connection that has subscribed last.</summary>
    public SinkConnection? Subscriber { get; set; }

    public void Expect(long count)
    {
        Volatile.Write(ref _received, 0);
        Volatile.Write(ref _target, count);
    }

    public void AddReceived(int count)
    {
        if (count == 0)
            return;
        long now = Interlocked.Add(ref _received, count);
        long target = Volatile.Read(ref _target);
        if (now >= target && now - count < target)
            reached();
    }

    public void AddConnect() => Interlocked.Increment(ref _open);

    public void RemoveConnect() => Interlocked.Decrement(ref _open);
}
