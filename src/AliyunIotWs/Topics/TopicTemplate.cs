using System.Text.RegularExpressions;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Topics;

/// <summary>
/// Fills <c>{ProductKey}</c> and <c>{DeviceName}</c>, which the console writes <c>${productKey}</c> and
/// <c>${deviceName}</c>, in a topic with a device, in any case of letters. <c>{{</c> and <c>}}</c> stand for braces; any
/// other name in braces is a mistake.
/// </summary>
internal static partial class TopicTemplate
{
    /// <exception cref="IotException">A placeholder is unknown, or the connection has no value for it.</exception>
    public static string Expand(string topic, string? productKey, string? deviceName) =>
        topic.AsSpan().IndexOfAny('{', '}') < 0
            ? topic
            : Braces().Replace(topic, m => Fill(topic, m.Value, productKey, deviceName));

    /// <summary>True where something has to be filled in.</summary>
    public static bool HasPlaceholder(string topic) =>
        topic.Contains('{', StringComparison.Ordinal) && Braces().Matches(topic).Any(m => m.Value is not ("{{" or "}}"));

    [GeneratedRegex(@"\{\{|\}\}|\$?\{\w+\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Braces();

    private static string Fill(string topic, string found, string? productKey, string? deviceName)
    {
        if (found is "{{" or "}}")
            return found[..1];
        string? value = Is(found, "{ProductKey}") ? productKey
            : Is(found, "{DeviceName}") ? deviceName
            : throw new IotException(
                IotErrorId.InvalidTopic,
                $"The topic '{topic}' has the unknown placeholder {found}.",
                "Known are {ProductKey} and {DeviceName}. For braces in a topic write {{ and }}.");
        return value ?? throw new IotException(
            IotErrorId.InvalidTopic,
            $"The topic '{topic}' has {found}, but the connection's user name names no device.",
            "The user name deviceName&productKey names it; on other brokers write the topic in full.");
    }

    private static bool Is(string found, string placeholder) =>
        found.AsSpan().TrimStart('$').Equals(placeholder, StringComparison.OrdinalIgnoreCase);
}
