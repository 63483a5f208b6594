using AliyunIotWs.Errors;

namespace AliyunIotWs.Topics;

/// <summary>
/// Fills <c>{ProductKey}</c> and <c>{DeviceName}</c>, which the console writes <c>${productKey}</c> and
/// <c>${deviceName}</c>, in a topic with a device.
/// </summary>
internal static class TopicTemplate
{
    private const string ProductKey = "{ProductKey}";
    private const string DeviceName = "{DeviceName}";

    public static string Expand(string topic, string? productKey, string? deviceName)
    {
        if (!topic.Contains('{', StringComparison.Ordinal))
            return topic;
        topic = topic.Replace("${", "{", StringComparison.Ordinal);
        return Fill(Fill(topic, ProductKey, productKey), DeviceName, deviceName);
    }

    /// <summary>True where something has to be filled in.</summary>
    public static bool HasPlaceholder(string topic) =>
        topic.Contains(ProductKey, StringComparison.OrdinalIgnoreCase)
        || topic.Contains(DeviceName, StringComparison.OrdinalIgnoreCase);

    private static string Fill(string topic, string placeholder, string? value)
    {
        if (!topic.Contains(placeholder, StringComparison.OrdinalIgnoreCase))
            return topic;
        return value is not null
            ? topic.Replace(placeholder, value, StringComparison.OrdinalIgnoreCase)
            : throw new IotException(
                IotErrorId.InvalidTopic,
                $"The topic '{topic}' has {placeholder}, but the connection's user name names no device.",
                "The user name deviceName&productKey names it; on other brokers write the topic in full.");
    }
}
