using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Faults;

/// <summary>
/// What goes wrong on command: for all devices, for single ones, or both. What is set for a device comes before what is
/// set for all. Any thread may set, clear and look; connections notice a change at their next packet, or at once where
/// they wait for it.
/// </summary>
internal sealed class FaultBoard
{
    private const string All = "";

    private readonly object _gate = new();
    private readonly ChangeSignal _changed = new();

    // Replaced as a whole, so that looking costs next to nothing while no fault is set.
    private volatile Dictionary<string, FaultSet> _sets = new(StringComparer.Ordinal);

    /// <summary>True while nothing goes wrong on command.</summary>
    public bool IsEmpty => _sets.Count == 0;

    /// <summary>Number of changes so far, for <see cref="WaitAsync"/>.</summary>
    public long Version => _changed.Version;

    /// <summary>Changes what is set for a device, or for all.</summary>
    /// <param name="deviceKey"><see cref="DeviceEntry.Key"/>; null for all devices.</param>
    /// <param name="change">Gets what is set now and returns what is to be.</param>
    public void Update(string? deviceKey, Func<FaultSet, FaultSet> change)
    {
        lock (_gate)
        {
            var sets = new Dictionary<string, FaultSet>(_sets, StringComparer.Ordinal);
            var next = change(sets.GetValueOrDefault(deviceKey ?? All, FaultSet.None).Active).Active;
            if (next == FaultSet.None)
                sets.Remove(deviceKey ?? All);
            else
                sets[deviceKey ?? All] = next;
            _sets = sets;
        }

        _changed.Raise();
    }

    /// <summary>Takes back everything, for all devices and for single ones.</summary>
    public void Clear()
    {
        lock (_gate)
            _sets = new Dictionary<string, FaultSet>(StringComparer.Ordinal);
        _changed.Raise();
    }

    /// <summary>What is set now, without what is spent; the key null stands for all devices.</summary>
    public IReadOnlyList<(string? DeviceKey, FaultSet Faults)> Snapshot() =>
    [
        .. _sets.Select(set => (DeviceKey: set.Key == All ? null : set.Key, Faults: set.Value.Active))
            .Where(set => set.Faults != FaultSet.None)
            .OrderBy(set => set.DeviceKey, StringComparer.Ordinal),
    ];

    /// <summary>The first answer that is not null: of what is set for the device, then for all.</summary>
    public T? Find<T>(string? deviceKey, Func<FaultSet, T?> select)
        where T : class
    {
        var sets = _sets;
        if (sets.Count == 0)
            return null;
        var own = deviceKey is null ? null : sets.GetValueOrDefault(deviceKey);
        return (own is null ? null : select(own)) ?? (sets.TryGetValue(All, out var all) ? select(all) : null);
    }

    /// <summary>True when the condition holds for what is set for the device, or for what is set for all.</summary>
    public bool Any(string? deviceKey, Predicate<FaultSet> condition)
    {
        var sets = _sets;
        return sets.Count > 0
            && ((deviceKey is not null && sets.TryGetValue(deviceKey, out var own) && condition(own))
                || (sets.TryGetValue(All, out var all) && condition(all)));
    }

    /// <summary>Ends once there was a change after <paramref name="seen"/>, a value of <see cref="Version"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitAsync(long seen, CancellationToken cancellationToken) =>
        _changed.WaitAsync(seen, cancellationToken);
}
