namespace AliyunIotWs.PowerShell;

/// <summary>
/// The connections or the emulators of a runspace, oldest first, each with a name of its own, and the default among them:
/// the one that was selected last, else the only one. Not thread-safe: the <see cref="IotSessionState"/> guards it.
/// </summary>
internal sealed class Roster<T>(Func<T, string> name, Func<T, bool> isOpen)
    where T : class
{
    private readonly List<T> _all = [];
    private readonly Dictionary<string, T> _byName = new(StringComparer.OrdinalIgnoreCase);
    private T? _selected;

    public int Count => _all.Count;

    /// <summary>Null where there is none, or several of which none was selected. What has ended counts only alone.</summary>
    public T? Default => _selected ?? Only(_all.Where(isOpen)) ?? Only(_all);

    public T[] ToArray() => [.. _all];

    /// <summary>One that has the name and has not ended; null where the name is free.</summary>
    public T? FindOpen(string wanted) => _byName.TryGetValue(wanted, out var found) && isOpen(found) ? found : null;

    /// <summary>Adds one in the place of one that has ended under its name; false where the name is taken.</summary>
    public bool TryAdd(T item, out T? replaced)
    {
        if (_byName.TryGetValue(name(item), out replaced))
        {
            if (isOpen(replaced))
                return false;
            bool wasSelected = ReferenceEquals(_selected, replaced);
            Remove(replaced);
            if (wasSelected)
                _selected = item;
        }

        _all.Add(item);
        _byName.Add(name(item), item);
        return true;
    }

    public void Remove(T item)
    {
        if (!_all.Remove(item))
            return;
        _byName.Remove(name(item));
        if (ReferenceEquals(_selected, item))
            _selected = null;
    }

    /// <summary>Makes one the default; false where it is none of these.</summary>
    public bool TrySelect(T item)
    {
        if (!_all.Contains(item))
            return false;
        _selected = item;
        return true;
    }

    public void Clear()
    {
        _all.Clear();
        _byName.Clear();
        _selected = null;
    }

    private static T? Only(IEnumerable<T> items) => items.Take(2).ToArray() is [var only] ? only : null;
}
