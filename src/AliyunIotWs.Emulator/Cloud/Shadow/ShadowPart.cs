using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Shadow;

/// <summary>The reported or the desired half of a shadow: attributes, each with the time of its change.</summary>
internal sealed class ShadowPart
{
    private readonly Dictionary<string, (JsonElement Value, long Timestamp)> _attributes;

    public ShadowPart() => _attributes = new(StringComparer.Ordinal);

    private ShadowPart(ShadowPart other) => _attributes = new(other._attributes, StringComparer.Ordinal);

    public bool IsEmpty => _attributes.Count == 0;

    /// <summary>Attributes, those inside of objects counted one by one.</summary>
    public int Count => _attributes.Values.Sum(attribute => CountOf(attribute.Value));

    /// <summary>Bytes of names and values as JSON.</summary>
    public int Size => _attributes.Sum(attribute => attribute.Key.Length + attribute.Value.Value.GetRawText().Length);

    public ShadowPart Copy() => new(this);

    public void Clear() => _attributes.Clear();

    public void Remove(string name) => _attributes.Remove(name);

    /// <summary>Takes over the attributes of an object; those that it does not name stay.</summary>
    public void Merge(JsonElement values, long timestamp) => Merge(values, _ => timestamp);

    /// <summary>Takes over the attributes of an object, each with a time of its own.</summary>
    public void Merge(JsonElement values, Func<string, long> timestamp)
    {
        foreach (var value in values.EnumerateObject())
            _attributes[value.Name] = (value.Value.Clone(), timestamp(value.Name));
    }

    public void WriteValues(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, attribute) in _attributes)
        {
            json.WritePropertyName(name);
            attribute.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    public void WriteTimestamps(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, attribute) in _attributes)
        {
            json.WriteStartObject(name);
            json.WriteNumber("timestamp", attribute.Timestamp);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static int CountOf(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().Sum(member => CountOf(member.Value))
        : 1;
}
