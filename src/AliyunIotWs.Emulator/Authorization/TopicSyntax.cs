using System.Text;

namespace AliyunIotWs.Emulator.Authorization;

/// <summary>The form of topic names and filters (MQTT 3.1.1, section 4.7), with the platform's limits.</summary>
internal static class TopicSyntax
{
    private static readonly string[] s_systemRoots = ["sys", "ext", "ota", "shadow", "broadcast"];

    /// <summary>Says what is wrong with a topic name; null when nothing is.</summary>
    public static string? FaultOfName(string? topic)
    {
        if (Common(topic) is { } fault)
            return fault;
        return topic!.AsSpan().IndexOfAny('+', '#') >= 0 ? "a topic to publish on holds no wildcard" : null;
    }

    /// <summary>Says what is wrong with a topic filter; null when nothing is.</summary>
    public static string? FaultOfFilter(string? filter)
    {
        if (Common(filter) is { } fault)
            return fault;
        string[] levels = filter!.Split('/');
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i].Contains('#', StringComparison.Ordinal) && (levels[i] != "#" || i < levels.Length - 1))
                return "# stands alone, on the last level";
            if (levels[i].Contains('+', StringComparison.Ordinal) && levels[i] != "+")
                return "+ stands alone on its level";
        }

        return null;
    }

    private static string? Common(string? topic)
    {
        if (string.IsNullOrEmpty(topic))
            return "the topic is empty";
        if (topic[0] != '/')
            return "a topic of the platform begins with /";
        if (topic.Contains('\0', StringComparison.Ordinal))
            return "the topic holds a null character [MQTT-4.7.3-2]";
        int bytes = Encoding.UTF8.GetByteCount(topic);
        if (bytes > PlatformLimits.TopicBytes)
            return $"the topic has {bytes} bytes, the platform allows {PlatformLimits.TopicBytes}";

        // The limits page speaks of topics in general, but system topics of the platform's own, such as
        // /sys/{pk}/{dn}/thing/event/property/batch/post, have more slashes than that.
        int slashes = topic.AsSpan().Count('/');
        return slashes > PlatformLimits.TopicSlashes && !s_systemRoots.Contains(topic.Split('/', 3)[1])
            ? $"the topic has {slashes} slashes, the platform allows {PlatformLimits.TopicSlashes}"
            : null;
    }
}
