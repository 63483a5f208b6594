namespace AliyunIotWs.Emulator.Events;

/// <summary>Wakes everybody who waits for the next change; costs nothing while nobody waits.</summary>
internal sealed class ChangeSignal
{
    private readonly object _gate = new();
    private TaskCompletionSource? _next;
    private long _version;

    /// <summary>Number of changes so far. Read it before looking at the state that may have changed.</summary>
    public long Version => Interlocked.Read(ref _version);

    public void Raise()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            Interlocked.Increment(ref _version);
            waiting = _next;
            _next = null;
        }

        waiting?.TrySetResult();
    }

    /// <summary>Ends once there was a change after <paramref name="seen"/>, a value of <see cref="Version"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitAsync(long seen, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_version != seen)
                return Task.CompletedTask;
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task.WaitAsync(cancellationToken);
        }
    }
}
