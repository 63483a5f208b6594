using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Judging.Recording;

/// <summary>
/// All that a device did before the judge, and what was done to it, in the order of time. Safe to use from any thread.
/// Bounded: above <see cref="Capacity"/> packets the later ones are only counted.
/// </summary>
internal sealed class DeviceRecord(TimeProvider time)
{
    /// <summary>Packets kept.</summary>
    public const int Capacity = 200_000;

    /// <summary>Connections kept.</summary>
    public const int MostVisits = 10_000;

    // A crowd of packets is looked at in one go.
    private static readonly TimeSpan s_breath = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private readonly long _start = time.GetTimestamp();
    private readonly ChangeSignal _changed = new();
    private readonly List<Visit> _visits = [];
    private readonly List<Passage> _passages = [];
    private readonly List<Act> _acts = [];
    private Passage[]? _snapshot;
    private long _dropped;

    /// <summary>When the trial began.</summary>
    public DateTimeOffset Start { get; } = time.GetUtcNow();

    /// <summary>Time since then.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Packets lost to the bound.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The device's connections, also those that came to nothing.</summary>
    public IReadOnlyList<Visit> Visits
    {
        get
        {
            lock (_gate)
                return [.. _visits.Where(visit => !visit.IsForeign)];
        }
    }

    /// <summary>What passed, oldest first. Conditions and checks look at it again and again, so that it is copied once.</summary>
    public IReadOnlyList<Passage> Passages
    {
        get
        {
            lock (_gate)
                return _snapshot ??= [.. _passages];
        }
    }

    public IReadOnlyList<Act> Acts
    {
        get
        {
            lock (_gate)
                return [.. _acts];
        }
    }

    /// <summary>What the device has published, oldest first.</summary>
    public IEnumerable<Passage> Messages => Passages.Where(passage => passage.IsMessage);

    public void Add(Visit visit)
    {
        lock (_gate)
        {
            if (_visits.Count < MostVisits)
                _visits.Add(visit);
        }

        Changed();
    }

    public void Add(Passage passage)
    {
        lock (_gate)
        {
            if (_passages.Count < Capacity)
            {
                _passages.Add(passage);
                _snapshot = null;
            }
            else
            {
                Interlocked.Increment(ref _dropped);
            }
        }

        Changed();
    }

    /// <summary>Notes what the judge does.</summary>
    public void Note(Phrase what)
    {
        lock (_gate)
            _acts.Add(new Act(Now, what));
    }

    /// <summary>Something about a connection is another than before.</summary>
    public void Changed() => _changed.Raise();

    /// <summary>Waits until the condition holds.</summary>
    /// <returns>False where it does not within the time.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                long seen = _changed.Version;
                if (condition())
                    return true;
                await _changed.WaitAsync(seen, both.Token).ConfigureAwait(false);
                await Task.Delay(s_breath, time, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return condition();
        }
    }

    /// <summary>Lets time pass.</summary>
    public Task PassAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        Task.Delay(duration, time, cancellationToken);
}
