using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Events;

/// <summary>
/// The emulator's cloud log. Bounded: above <see cref="Capacity"/> the oldest lines go and are counted, and texts above
/// <see cref="LongestText"/> are cut, since topics and client ids in them may have 64 KiB.
/// </summary>
internal sealed class EmulatorEventLog(TimeProvider time)
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 10_000;

    /// <summary>Characters that a line keeps of its message, and of its client id.</summary>
    public const int LongestText = 1000;

    private readonly object _gate = new();
    private readonly Queue<EmulatorEvent> _events = new();
    private readonly ChangeSignal _changed = new();
    private long _dropped;
    private long _count;

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
    public async Task<EmulatorEvent> WaitForAsync(Func<EmulatorEvent, bool> filter, CancellationToken cancellationToken) =>
        (await WaitForAsync(filter, 1, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The kept lines that fit, once there are so many.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before.</exception>
    public async Task<IReadOnlyList<EmulatorEvent>> WaitForAsync(
        Func<EmulatorEvent, bool> filter, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            long seen = _changed.Version;
            List<EmulatorEvent> found = [.. Snapshot().Where(filter)];
            if (found.Count >= count)
                return found;
            await _changed.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Add(EmulatorEventCode code, string message, EmulatorDevice? device = null, string? clientId = null)
    {
        lock (_gate)
        {
            var line = new EmulatorEvent(
                ++_count, time.GetUtcNow(), code, device?.ProductKey, device?.DeviceName, Cut(clientId), Cut(message)!);
            if (_events.Count == Capacity)
            {
                _events.Dequeue();
                Interlocked.Increment(ref _dropped);
            }

            _events.Enqueue(line);
        }

        _changed.Raise();
    }

    private static string? Cut(string? text)
    {
        if (text is not { Length: > LongestText })
            return text;
        // Half a surrogate pair is no text.
        int length = char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText;
        return string.Concat(text.AsSpan(0, length), "…");
    }
}
