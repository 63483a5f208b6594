namespace AliyunIotWs.Session.Outgoing;

/// <summary>The messages that one caller hands over and waits for.</summary>
internal sealed class PublishBatch(bool keepReceipts)
{
    private readonly object _gate = new();
    private readonly Queue<OutboundMessage> _finished = new();
    private int _outstanding;

    /// <summary>Raised when nothing is outstanding any more, and when there is something to report.</summary>
    public Pulse Progress { get; } = new();

    /// <summary>How many are neither acknowledged nor failed.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public void Add() => Interlocked.Increment(ref _outstanding);

    public void Complete(OutboundMessage message)
    {
        bool report = keepReceipts || message.Failure is not null;
        if (report)
        {
            lock (_gate)
                _finished.Enqueue(message);
        }

        if (Interlocked.Decrement(ref _outstanding) == 0 || report)
            Progress.Raise();
    }

    /// <summary>The next message to report: a failed one, or any where receipts are kept.</summary>
    public bool TryTakeFinished([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out OutboundMessage? message)
    {
        lock (_gate)
            return _finished.TryDequeue(out message);
    }
}
