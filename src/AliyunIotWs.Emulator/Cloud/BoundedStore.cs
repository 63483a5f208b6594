using System.Diagnostics.CodeAnalysis;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>
/// Values by name, safe to use from any thread. Bounded: a value that would be one too many, or too large beside the
/// others, is not taken, and the caller says so.
/// </summary>
/// <param name="capacity">Names held.</param>
/// <param name="capacityInBytes">Sizes of names and values together.</param>
internal sealed class BoundedStore<T>(int capacity, long capacityInBytes)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Entry> _values = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>Puts a value in the place of what the name had.</summary>
    /// <returns>False where it does not fit; the old value stays.</returns>
    public bool TrySet(string name, T value, long size)
    {
        long whole = size + name.Length;
        lock (_gate)
        {
            var held = _values.GetValueOrDefault(name);
            long bytes = _bytes + whole - (held?.Size ?? 0);
            if ((held is null && _values.Count >= capacity) || bytes > capacityInBytes)
                return false;
            if (held is null)
                _values.Add(name, held = new Entry());
            (held.Value, held.Size, _bytes) = (value, whole, bytes);
            return true;
        }
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out T value)
    {
        lock (_gate)
        {
            var held = _values.GetValueOrDefault(name);
            value = held is null ? default : held.Value;
            return held is not null;
        }
    }

    public bool Remove(string name)
    {
        lock (_gate)
        {
            if (!_values.Remove(name, out var old))
                return false;
            _bytes -= old.Size;
            return true;
        }
    }

    public IReadOnlyList<KeyValuePair<string, T>> Snapshot()
    {
        lock (_gate)
            return [.. _values.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Value))];
    }

    private sealed class Entry
    {
        public T Value { get; set; } = default!;

        public long Size { get; set; }
    }
}
