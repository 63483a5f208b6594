using System.Collections;
using System.Collections.Specialized;
using System.Text.Json;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Makes objects of JSON that read well in a script: dictionaries in the order of the text, whose keys keep their case
/// as the identifiers of the platform do, arrays, text, numbers and truth values.
/// </summary>
internal static class JsonValue
{
    public static object? From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Table(element.EnumerateObject().Select(one => (one.Name, From(one.Value)))),
        JsonValueKind.Array => element.EnumerateArray().Select(From).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out long number) ? number : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A dictionary in this order; of a name that comes twice the last value counts.</summary>
    public static IDictionary Table(IEnumerable<(string Name, object? Value)> entries)
    {
        var table = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
            table[name] = value;
        return table;
    }

    /// <summary>What a user gave as hashtable or object, as JSON.</summary>
    public static JsonElement Element(object value)
    {
        using var document = JsonDocument.Parse(PayloadBytes.From(value));
        return document.RootElement.Clone();
    }
}
