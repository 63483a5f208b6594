using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authorization;

/// <summary>
/// Which topics are a device's own. The platform has topic classes with a right each; the emulator cannot know those
/// that a user has defined for a product, so below <c>/{productKey}/{deviceName}/</c> both rights are given.
/// </summary>
internal static class TopicRights
{
    /// <summary>Says why the device may not publish on the topic; null when it may.</summary>
    public static string? FaultOfPublish(EmulatorDevice device, string? topic) =>
        TopicSyntax.FaultOfName(topic) ?? FaultOfOwner(device, topic!, subscribing: false);

    /// <summary>Says why the device may not subscribe to the filter; null when it may.</summary>
    public static string? FaultOfSubscribe(EmulatorDevice device, string? filter) =>
        TopicSyntax.FaultOfFilter(filter) ?? FaultOfOwner(device, filter!, subscribing: true);

    private static string? FaultOfOwner(EmulatorDevice device, string topic, bool subscribing)
    {
        // Index 0 is what stands before the leading slash: nothing.
        var levels = topic.Split('/').AsSpan(1);
        var own = levels[0] switch
        {
            "ext" => IsOwnExt(device, levels),
            "ota" => levels is ["ota", "device", var verb, ..]
                && Fits(verb, subscribing, "upgrade", ["inform", "progress", "request"])
                && Names(device, levels[3..], exactly: true),
            "shadow" => levels is ["shadow", var verb, ..]
                && Fits(verb, subscribing, "get", ["update"])
                && Names(device, levels[2..], exactly: true),
            "broadcast" => subscribing && levels.Length > 2 && levels[1] == device.ProductKey,
            _ => IsOwnSpace(device, levels),
        };
        return own ? null : $"the topic is not one of {device.ProductKey}/{device.DeviceName}";
    }

    private static bool IsOwnSpace(EmulatorDevice device, ReadOnlySpan<string> levels) =>
        Names(device, levels is ["sys", ..] ? levels[1..] : levels, exactly: false);

    private static bool IsOwnExt(EmulatorDevice device, ReadOnlySpan<string> levels)
    {
        if (levels is not ["ext", "rrpc", _, ..])
            return levels.Length > 2 && Names(device, levels[2..], exactly: false);

        // /ext/rrpc/{messageId}/{topic}: {topic} keeps its leading slash, which makes an empty level.
        var inner = levels[3..];
        return IsOwnSpace(device, inner is ["", ..] ? inner[1..] : inner);
    }

    private static bool Names(EmulatorDevice device, ReadOnlySpan<string> levels, bool exactly) =>
        levels.Length >= 2 && levels[0] == device.ProductKey && levels[1] == device.DeviceName
        && (exactly ? levels.Length == 2 : levels.Length > 2);

    private static bool Fits(string verb, bool subscribing, string down, ReadOnlySpan<string> up) =>
        subscribing ? verb == down || verb == "+" : up.Contains(verb);
}
