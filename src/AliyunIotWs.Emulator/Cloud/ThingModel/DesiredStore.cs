using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>
/// What the properties are to become. Bounded: 1,000 identifiers, and 1 MiB of identifiers and values as JSON.
/// </summary>
internal sealed class DesiredStore
{
    private readonly object _gate = new();
    private readonly BoundedStore<DesiredValue> _values = new(capacity: 1000, capacityInBytes: 1024 * 1024);

    /// <summary>Sets a value, or clears it with null; the version counts on.</summary>
    /// <returns>False where there is no room.</returns>
    public bool TrySet(string identifier, JsonElement? value)
    {
        lock (_gate)
        {
            long version = _values.TryGet(identifier, out var known) ? known.Version + 1 : 1;
            var clone = value?.Clone();
            return _values.TrySet(
                identifier, new DesiredValue(clone, version), clone?.GetRawText().Length ?? 0);
        }
    }

    /// <summary>Takes a value over with its version.</summary>
    /// <returns>False where there is no room.</returns>
    public bool TryRestore(string identifier, JsonElement value, long version)
    {
        var clone = value.Clone();
        return _values.TrySet(identifier, new DesiredValue(clone, version), clone.GetRawText().Length);
    }

    public bool TryGet(string identifier, out DesiredValue value) =>
        _values.TryGet(identifier, out value) && value.Value is not null;

    /// <summary>Clears a value on the device's wish.</summary>
    /// <param name="identifier">Of the property.</param>
    /// <param name="version">That the device knows; another than the newest is ignored. Null clears any.</param>
    public void Clear(string identifier, long? version)
    {
        lock (_gate)
        {
            if (TryGet(identifier, out var known) && (version is null || version == known.Version))
                TrySet(identifier, null);
        }
    }

    /// <summary>Those that have a value.</summary>
    public IReadOnlyList<KeyValuePair<string, DesiredValue>> Snapshot() =>
        [.. _values.Snapshot().Where(entry => entry.Value.Value is not null)];
}
