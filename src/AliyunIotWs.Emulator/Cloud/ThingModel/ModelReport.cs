using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>
/// The properties and events of one device in one message: read and checked first, kept only once the whole message
/// has turned out well.
/// </summary>
internal sealed class ModelReport(CloudContext cloud, DeviceEntry device)
{
    private static readonly TslFault s_noRoom = new(AlinkCode.SystemError, "no room for more properties");

    private readonly Tsl? _model = cloud.Models.Find(device.Identity.ProductKey);

    // Most hold one.
    private readonly List<PostedProperty> _properties = new(1);
    private Dictionary<string, TslFault>? _faults;

    public int PropertyCount { get; private set; }

    public int EventCount { get; private set; }

    /// <summary>Reads <c>{"Id":v}</c>, <c>{"Id":{"value":v,"time":ms}}</c>, or lists of the latter.</summary>
    /// <returns>False where a time is no number of milliseconds.</returns>
    public bool ReadProperties(JsonElement map)
    {
        foreach (var property in Members(map))
        {
            PropertyCount++;
            if (!ReadEach(property, isEvent: false))
                return false;
        }

        return true;
    }

    /// <summary>Reads <c>{"Id":{"value":{…},"time":ms}}</c>, or lists of them.</summary>
    /// <returns>False where a time is no number of milliseconds.</returns>
    public bool ReadEvents(JsonElement map)
    {
        foreach (var member in Members(map))
        {
            if (!ReadEach(member, isEvent: true))
                return false;
        }

        return true;
    }

    /// <summary>Reads one event. Events are checked and seen in the inbox; the twin keeps none.</summary>
    /// <returns>False where its time is no number of milliseconds.</returns>
    public bool ReadEvent(string identifier, JsonElement posted)
    {
        EventCount++;
        if (TimedValue.Read(posted, valueIsOptional: true) is not { } value)
            return false;
        if (_model?.FaultOfEvent(identifier, value.Value) is { } fault)
            Note(identifier, fault);
        return true;
    }

    /// <summary>Keeps what is valid, and tells of the rest.</summary>
    /// <param name="asHistory">True where a younger value that is known stays.</param>
    public AlinkAnswer Keep(bool asHistory = false)
    {
        var store = device.Twin.Properties;
        foreach (var (identifier, value, time) in _properties)
        {
            bool kept = asHistory
                ? store.TrySetIfYounger(identifier, value, time)
                : store.TrySet(identifier, value, time);
            if (!kept)
                Note(identifier, s_noRoom);
        }

        return Answer();
    }

    // The code is 200 whatever was filtered, even if nothing is left; data names what was. Sure for unknown identifiers
    // and the firmware of 2018 and 2019; since 2021 the cloud's log has 6332, and whether the reply is still 200 is not
    // known. For wrong types only the rule engine's words are known; that they stand in data too is a guess.
    private AlinkAnswer Answer()
    {
        if (_faults is not { } faults)
            return AlinkAnswer.Success;
        string reasons = string.Join(
            "; ", faults.Select(fault => $"{fault.Key}: {fault.Value.Code} {fault.Value.Message}{HintOf(fault.Value)}"));
        cloud.Events.Add(EmulatorEventCode.ModelMismatch, $"tsl parse failed: {reasons}", device.Identity);
        return AlinkAnswer.With(json =>
        {
            json.WriteStartObject();
            foreach (var (identifier, fault) in faults)
                json.WriteString(identifier, fault.Message);
            json.WriteEndObject();
        });
    }

    // A property of type array is a list too; the lists of the batch have objects with "value".
    private bool ReadEach(JsonProperty member, bool isEvent)
    {
        string identifier = member.Name;
        if (!IsListOfValues(member.Value))
            return Read(identifier, member.Value, isEvent);
        foreach (var posted in member.Value.EnumerateArray())
        {
            if (!Read(identifier, posted, isEvent))
                return false;
        }

        return true;
    }

    private bool Read(string identifier, JsonElement posted, bool isEvent) =>
        isEvent ? ReadEvent(identifier, posted) : ReadProperty(identifier, posted);

    private bool ReadProperty(string identifier, JsonElement posted)
    {
        if (TimedValue.Read(posted) is not { } value)
            return false;
        CheckUnit(identifier, value.Time);
        if (_model?.FaultOfProperty(identifier, value.Value) is { } fault)
            Note(identifier, fault);
        else
            _properties.Add(new PostedProperty(identifier, value.Value, value.Time ?? cloud.Time.GetUtcNow()));
        return true;
    }

    private void Note(string identifier, TslFault fault) =>
        (_faults ??= new Dictionary<string, TslFault>(StringComparer.Ordinal))[identifier] = fault;

    private static string HintOf(TslFault fault) => fault.Hint is null ? "" : $", {fault.Hint}";

    // The platform takes it as it is; a device that means the present has sent seconds.
    private void CheckUnit(string identifier, DateTimeOffset? time)
    {
        if (time?.ToUnixTimeMilliseconds() is >= 100_000_000 and < 100_000_000_000)
        {
            cloud.Events.Add(
                EmulatorEventCode.ModelMismatch,
                $"{identifier}: its time is in seconds, milliseconds are expected, so that it counts as {time:yyyy-MM-dd}",
                device.Identity);
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement map) =>
        map.ValueKind == JsonValueKind.Object ? map.EnumerateObject() : default;

    private static bool IsListOfValues(JsonElement posted) =>
        posted.ValueKind == JsonValueKind.Array && posted.GetArrayLength() > 0
        && posted.EnumerateArray().All(one => one.Member("value").ValueKind != JsonValueKind.Undefined);
}
