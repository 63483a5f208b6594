using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>The thing model of a product, as the console exports it.</summary>
internal sealed class Tsl
{
    private readonly Dictionary<string, TslMember> _properties;
    private readonly Dictionary<string, IReadOnlyList<TslMember>> _events;
    private readonly Dictionary<string, bool> _services;

    private Tsl(JsonElement root)
    {
        Root = root;
        _properties = TslMember.ListOf(root.Member("properties"))
            .DistinctBy(property => property.Identifier)
            .ToDictionary(property => property.Identifier, StringComparer.Ordinal);
        _events = Named("events").ToDictionary(
            one => one.Key, one => TslMember.ListOf(one.Value.Member("outputData")), StringComparer.Ordinal);
        _services = Named("services").ToDictionary(
            one => one.Key, one => one.Value.Text("callType") == "sync", StringComparer.Ordinal);
    }

    /// <summary>The whole model.</summary>
    public JsonElement Root { get; }

    /// <exception cref="ArgumentException">It is no JSON object.</exception>
    public static Tsl Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new Tsl(document.RootElement.Clone())
                : throw new ArgumentException("The thing model is no JSON object.", nameof(json));
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The thing model is no JSON: {e.Message}", nameof(json), e);
        }
    }

    /// <summary>Says why a value is none of the property's; null where it is one.</summary>
    public TslFault? FaultOfProperty(string identifier, JsonElement value) =>
        _properties.TryGetValue(identifier, out var property)
            ? property.Type.FaultOf(value, identifier)
            : TslFault.Unknown(identifier, _properties.Keys);

    /// <summary>Says what is wrong with an event; null where nothing is.</summary>
    public TslFault? FaultOfEvent(string identifier, JsonElement output)
    {
        if (!_events.TryGetValue(identifier, out var members))
            return TslFault.Unknown(identifier, _events.Keys);
        if (output.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var given in output.EnumerateObject())
        {
            if (members.FirstOrDefault(member => member.Identifier == given.Name) is not { } known)
                return TslFault.Unknown(given.Name, members.Select(member => member.Identifier));
            if (known.Type.FaultOf(given.Value, given.Name) is { } fault)
                return fault;
        }

        return null;
    }

    /// <summary>Whether a service is called synchronously; null where the model has none of this name.</summary>
    public bool? IsSynchronous(string service) => _services.TryGetValue(service, out bool sync) ? sync : null;

    private IEnumerable<KeyValuePair<string, JsonElement>> Named(string part) => Root.List(part)
        .Select(one => KeyValuePair.Create(one.Text("identifier") ?? string.Empty, one))
        .Where(one => one.Key.Length > 0)
        .DistinctBy(one => one.Key);
}
