using AliyunIotWs.Errors;
using AliyunIotWs.Messages;

namespace AliyunIotWs.Topics;

/// <summary>The rules for topic names and topic filters (MQTT 3.1.1, section 4.7).</summary>
internal static class TopicText
{
    private const int LongestQuote = 40;

    /// <summary>Checks a topic to publish on: text that a packet can carry, no wildcard, not empty.</summary>
    public static void ValidateName(string topic)
    {
        ValidateCommon(topic);
        if (topic.AsSpan().IndexOfAny('+', '#') >= 0)
        {
            throw Invalid(
                topic, "contains a wildcard, which only a subscription may have",
                "Name one topic to publish on (MQTT 3.1.1, section 3.3.2.1).");
        }
    }

    /// <summary>Checks a topic to subscribe to: <c>+</c> fills a level, <c>#</c> is the last level.</summary>
    public static void ValidateFilter(string filter)
    {
        ValidateCommon(filter);
        string[] levels = filter.Split('/');
        for (int i = 0; i < levels.Length; i++)
        {
            string level = levels[i];
            bool fits = level switch
            {
                "+" => true,
                "#" => i == levels.Length - 1,
                _ => level.AsSpan().IndexOfAny('+', '#') < 0,
            };
            if (!fits)
            {
                throw Invalid(
                    filter, "has a wildcard in the wrong place",
                    "'+' stands for a whole level and '#' for the whole rest, as the last level "
                    + "(MQTT 3.1.1, section 4.7.1).");
            }
        }
    }

    /// <summary>Whether a message on <paramref name="topic"/> belongs to <paramref name="filter"/>.</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        // A topic that begins with $ is not matched by a wildcard at the first level [MQTT-4.7.2-1].
        if (topic.StartsWith("$") && (filter.StartsWith("+") || filter.StartsWith("#")))
            return false;
        while (true)
        {
            int filterEnd = filter.IndexOf('/');
            int topicEnd = topic.IndexOf('/');
            var level = filterEnd < 0 ? filter : filter[..filterEnd];
            if (level is "#")
                return true;
            if (level is not "+" && !level.SequenceEqual(topicEnd < 0 ? topic : topic[..topicEnd]))
                return false;
            if (topicEnd < 0)
            {
                // "a/#" matches "a" as well (section 4.7.1.2).
                return filterEnd < 0 || filter[(filterEnd + 1)..] is "#";
            }

            if (filterEnd < 0)
                return false;
            filter = filter[(filterEnd + 1)..];
            topic = topic[(topicEnd + 1)..];
        }
    }

    private static void ValidateCommon(string topic)
    {
        if (string.IsNullOrEmpty(topic))
        {
            throw new IotException(
                IotErrorId.InvalidTopic, "The topic is empty.",
                "Give a topic such as /{ProductKey}/{DeviceName}/user/update.");
        }

        if (MqttText.FaultOf(topic) is not { } fault)
            return;
        throw Invalid(
            topic.Length > LongestQuote ? topic[..LongestQuote] + "…" : topic, fault,
            "The platform takes topics of printable characters and at most 128 bytes (MQTT 3.1.1, section 4.7.3).");
    }

    private static IotException Invalid(string topic, string why, string remedy) =>
        new(IotErrorId.InvalidTopic, $"The topic '{topic}' {why}.", remedy);
}
