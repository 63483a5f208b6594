namespace AliyunIotWs.Session.Outgoing;

/// <summary>The messages that one caller hands over and waits for.</summary>
internal sealed class PublishBatch(bool keepReceipts)
{
    private readonly object _gate = new();
    private readonly Queue<OutboundMessage> _finished = new();
    private int _outstanding;
    private int _reports;

    /// <summary>Raised when nothing is outstanding any more, and when there is something to report.</summary>
    public Pulse Progress { get; } = new();

    /// <summary>How many are neither acknowledged nor failed.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public void Add() => Interlocked.Increment(ref _outstanding);

    public void Complete(OutboundMessage message)
    {
        bool report = keepReceipts || message.NeedsReceipt || message.Failure is not null;
        if (report)
        {
            lock (_gate)
            {
                _finished.Enqueue(message);
                _reports++;
            }
        }

        if (Interlocked.Decrement(ref _outstanding) == 0 || report)
            Progress.Raise();
    }

    /// <summary>The next message to report: a failed one, or any where receipts are kept.</summary>
    public bool TryTakeFinished([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out OutboundMessage? message)
    {
        // Looked at for every record of a pipeline, and empty most often.
        if (Volatile.Read(ref _reports) == 0)
        {
            message = null;
            return false;
        }

        lock (_gate)
        {
            if (!_finished.TryDequeue(out message))
                return false;
            _reports--;
            return true;
        }
    }
}
