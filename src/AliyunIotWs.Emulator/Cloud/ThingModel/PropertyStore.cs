using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>
/// The last value of each property. Bounded: 1,000 identifiers, and 1 MiB of identifiers and values as JSON; what does
/// not fit is not kept.
/// </summary>
internal sealed class PropertyStore
{
    // As text: most values are replaced by the next one before anybody asks for them.
    private readonly BoundedStore<KeptProperty> _values = new(capacity: 1000, capacityInBytes: 1024 * 1024);

    /// <summary>Keeps a value.</summary>
    /// <returns>False where there is no room.</returns>
    public bool TrySet(string identifier, JsonElement value, DateTimeOffset time)
    {
        string json = value.GetRawText();
        return _values.TrySet(identifier, new KeptProperty(json, time), json.Length);
    }

    /// <summary>Keeps a value unless a younger one is known: history does not undo the present.</summary>
    /// <returns>False where there is no room.</returns>
    public bool TrySetIfYounger(string identifier, JsonElement value, DateTimeOffset time) =>
        (_values.TryGet(identifier, out var known) && known.Time > time) || TrySet(identifier, value, time);

    public IReadOnlyList<KeyValuePair<string, PropertyValue>> Snapshot() =>
    [
        .. _values.Snapshot().Select(held => KeyValuePair.Create(held.Key, new PropertyValue(Parse(held.Value.Json), held.Value.Time))),
    ];

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
