namespace AliyunIotWs.Emulator.Cloud;

/// <summary>
/// A system topic, taken apart into the device that it names and the rest: <c>/sys/{pk}/{dn}/thing/…</c>,
/// <c>/ext/{service}/{pk}/{dn}…</c>, <c>/ota/device/{verb}/{pk}/{dn}</c>, <c>/shadow/{verb}/{pk}/{dn}</c>.
/// </summary>
/// <param name="ProductKey">Of the device that is meant.</param>
/// <param name="DeviceName">Of the device that is meant.</param>
/// <param name="Key">The topic without product key and device name.</param>
internal readonly record struct TopicAddress(string ProductKey, string DeviceName, string Key)
{
    /// <summary>What an RRPC on a topic of any kind begins with.</summary>
    public const string CustomRrpc = "/ext/rrpc/";

    /// <summary>The device that a topic of any kind names, as <see cref="Devices.DeviceEntry.Key"/>; null where none.</summary>
    public static string? OwnerOf(string topic)
    {
        if (Parse(topic) is { } address)
            return $"{address.ProductKey}/{address.DeviceName}";
        return topic.Split('/', 4) is ["", var productKey, var deviceName, _] ? $"{productKey}/{deviceName}" : null;
    }

    /// <summary>Takes a topic apart; null where it is no system topic.</summary>
    public static TopicAddress? Parse(string topic)
    {
        if (topic.StartsWith(CustomRrpc, StringComparison.Ordinal))
            return ParseRrpc(topic);
        int levelsBefore = topic switch
        {
            _ when topic.StartsWith("/sys/", StringComparison.Ordinal) => 1,
            _ when topic.StartsWith("/shadow/", StringComparison.Ordinal) => 2,
            _ when topic.StartsWith("/ext/", StringComparison.Ordinal) => 2,
            _ when topic.StartsWith("/ota/device/", StringComparison.Ordinal) => 3,
            _ => 0,
        };
        return levelsBefore > 0 ? Cut(topic, levelsBefore) : null;
    }

    // The inner topic names the device, with a leading slash of its own or without: /ext/rrpc/{id}//pk/dn/user/get.
    private static TopicAddress? ParseRrpc(string topic)
    {
        int slash = topic.IndexOf('/', CustomRrpc.Length);
        if (slash < 0)
            return null;
        string inner = "/" + topic[slash..].TrimStart('/');
        return Cut(inner, inner.StartsWith("/sys/", StringComparison.Ordinal) ? 1 : 0) is { } address
            ? address with { Key = topic }
            : null;
    }

    private static TopicAddress? Cut(string topic, int levelsBefore)
    {
        int start = 0;
        for (int i = 0; i < levelsBefore; i++)
        {
            start = topic.IndexOf('/', start + 1);
            if (start < 0)
                return null;
        }

        int middle = topic.IndexOf('/', start + 1);
        if (middle < 0)
            return null;
        int end = topic.IndexOf('/', middle + 1) is var next and >= 0 ? next : topic.Length;
        string key = string.Concat(topic.AsSpan(0, start), topic.AsSpan(end));
        return new(topic[(start + 1)..middle], topic[(middle + 1)..end], key);
    }
}
