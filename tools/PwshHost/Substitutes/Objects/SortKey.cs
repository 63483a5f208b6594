using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>The values by which one object is sorted or grouped.</summary>
internal sealed class SortKey(PSObject source, object?[] values)
{
    public PSObject Source => source;

    public object?[] Values => values;

    public static SortKey Of(PSObject source, IReadOnlyList<ObjectPropertyReader> readers) => new(
        source, readers.Count == 0 ? [source] : [.. readers.Select(reader => reader.FirstValue(source))]);

    public int CompareTo(SortKey other, bool ignoreCase, IReadOnlyList<bool> descending)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var order = Compare(values[i], other.Values[i], ignoreCase);
            if (order != 0)
                return descending.Count > i && descending[i] ? -order : order;
        }

        return 0;
    }

    private static int Compare(object? left, object? right, bool ignoreCase)
    {
        left = left is PSObject one ? one.BaseObject : left;
        right = right is PSObject two ? two.BaseObject : right;
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        return LanguagePrimitives.TryCompare(left, right, ignoreCase, out var order)
            ? order
            : LanguagePrimitives.Compare(left.ToString(), right.ToString(), ignoreCase);
    }
}
