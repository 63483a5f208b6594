using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>A value with a time of its own, or without: <c>1</c> or <c>{"value":1,"time":1700000000000}</c>.</summary>
internal readonly record struct TimedValue(JsonElement Value, DateTimeOffset? Time)
{
    /// <summary>Reads a value; null where its time is no number of milliseconds.</summary>
    /// <param name="element">What was posted.</param>
    /// <param name="valueIsOptional">True for an event, whose parameters may stand where <c>value</c> would.</param>
    public static TimedValue? Read(JsonElement element, bool valueIsOptional = false)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("value", out var value))
            return new TimedValue(element, null);

        // A structure may have a member named "value": the form with a time has nothing beside value and time.
        if (!valueIsOptional && element.EnumerateObject().Any(member => member.Name is not ("value" or "time")))
            return new TimedValue(element, null);
        if (!element.TryGetProperty("time", out var time))
            return new TimedValue(value, null);
        return time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out long milliseconds)
            && milliseconds is >= 0 and <= 253_402_300_799_999
            ? new TimedValue(value, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
    }
}
