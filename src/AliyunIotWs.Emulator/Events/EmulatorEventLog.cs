namespace AliyunIotWs.Emulator;

/// <summary>
/// The emulator's cloud log. Bounded: above <see cref="Capacity"/> the oldest lines go and are counted.
/// </summary>
internal sealed class EmulatorEventLog(TimeProvider time)
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 10_000;

    private readonly object _gate = new();
    private readonly Queue<EmulatorEvent> _events = new();
    private readonly ChangeSignal _changed = new();
    private long _dropped;

    /// <summary>Lines lost to the bound.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The lines kept, oldest first.</summary>
    public IReadOnlyList<EmulatorEvent> Snapshot()
    {
        lock (_gate)
            return _events.ToArray();
    }

    /// <summary>The first kept line that fits, waiting for it if need be.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before such a line came.</exception>
    public async Task<EmulatorEvent> WaitForAsync(Func<EmulatorEvent, bool> filter, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = _changed.Version;
            if (Snapshot().FirstOrDefault(filter) is { } found)
                return found;
            await _changed.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Add(EmulatorEventCode code, string message, EmulatorDevice? device = null, string? clientId = null)
    {
        var line = new EmulatorEvent(
            time.GetUtcNow(), code, device?.ProductKey, device?.DeviceName, clientId, message);
        lock (_gate)
        {
            if (_events.Count == Capacity)
            {
                _events.Dequeue();
                Interlocked.Increment(ref _dropped);
            }

            _events.Enqueue(line);
        }

        _changed.Raise();
    }
}
