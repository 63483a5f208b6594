using System.Globalization;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>Finds in a thing model what a device can be asked, with values that its types allow.</summary>
internal static class ModelSample
{
    /// <summary>
    /// A property that may be set, with a value as JSON: the value that the device has posted, so that nothing changes, or
    /// the least that the type allows.
    /// </summary>
    /// <param name="model">The thing model; null where none is known.</param>
    /// <param name="posted">What the device has posted, by identifier.</param>
    /// <returns>Null where nothing is known.</returns>
    public static (string Name, string Value)? Property(JsonElement? model, IReadOnlyDictionary<string, string> posted)
    {
        var writable = (model?.List("properties") ?? [])
            .Where(property => property.Text("accessMode") is "rw" or "w" && property.Text("identifier") is not null)
            .Select(property => (Name: property.Text("identifier")!, Type: property.Member("dataType")))
            .ToList();
        if (writable.Count == 0)
            return posted.Count == 0 || model is not null ? null : (posted.Last().Key, posted.Last().Value);
        var chosen = writable.FirstOrDefault(property => posted.ContainsKey(property.Name), writable[0]);
        return (chosen.Name, posted.TryGetValue(chosen.Name, out string? value) ? value : Value(chosen.Type));
    }

    /// <summary>The services, with inputs as JSON; not those that stand for setting and getting properties.</summary>
    public static IEnumerable<(string Name, string Input, bool Synchronous)> Services(JsonElement? model) =>
        (model?.List("services") ?? [])
            .Where(service => service.Text("identifier") is not (null or "set" or "get"))
            .Select(service => (
                service.Text("identifier")!, Members(service.List("inputData")), service.Text("callType") == "sync"));

    private static string Value(JsonElement type)
    {
        var specs = type.Member("specs");
        return type.Text("type") switch
        {
            "text" => "\"\"",
            "date" => "\"0\"",
            "array" => "[]",
            "struct" => Members([.. specs.ValueKind == JsonValueKind.Array ? specs.EnumerateArray() : []]),
            "enum" when specs.IsFilledObject() => specs.EnumerateObject().First().Name,
            _ => double.TryParse(specs.Text("min"), CultureInfo.InvariantCulture, out double least)
                ? least.ToString(CultureInfo.InvariantCulture)
                : "0",
        };
    }

    private static string Members(IReadOnlyList<JsonElement> list) =>
        "{" + string.Join(',', list.Where(member => member.Text("identifier") is not null).Select(member =>
            $"{JsonSerializer.Serialize(member.Text("identifier"))}:{Value(member.Member("dataType"))}")) + "}";
}
