using AliyunIotWs.Errors;

namespace AliyunIotWs.Topics;

/// <summary>Fills <c>{ProductKey}</c> and <c>{DeviceName}</c> in a topic with the device of the connection.</summary>
internal static class TopicTemplate
{
    private const string ProductKey = "{ProductKey}";
    private const string DeviceName = "{DeviceName}";

    public static string Expand(string topic, string? productKey, string? deviceName)
    {
        if (!topic.Contains('{', StringComparison.Ordinal))
            return topic;
        return Fill(Fill(topic, ProductKey, productKey), DeviceName, deviceName);
    }

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
