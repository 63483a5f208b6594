using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>Reads parts of JSON that may be missing or of another kind than expected.</summary>
internal static class JsonParts
{
    /// <summary>A member of an object; undefined where it is none or has none of this name.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member as text, a number as it is written; null where there is none.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is
        { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } member ? member.ToString() : null;

    /// <summary>The elements of a member that is a list; none where it is no list.</summary>
    public static IReadOnlyList<JsonElement> List(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>Reads a whole number; false for what is none.</summary>
    public static bool TryGetInteger(this JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out number);
    }

    /// <summary>True for an object that has members.</summary>
    public static bool IsFilledObject(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().MoveNext();
}
