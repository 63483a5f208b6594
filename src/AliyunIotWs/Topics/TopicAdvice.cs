namespace AliyunIotWs.Topics;

/// <summary>
/// What is most likely wrong with a topic that a broker of the platform does not take. Its topics begin with a slash, and
/// those of a device's own have <c>user</c> as their third level.
/// </summary>
internal static class TopicAdvice
{
    /// <summary>A sentence, or null where the topic looks right.</summary>
    public static string? Of(string topic)
    {
        string[] levels = topic.Split('/');
        if (levels[0].Length > 0)
            return "The platform's topics begin with '/'.";
        if (levels.Skip(1).Any(string.IsNullOrWhiteSpace))
        {
            return "This one has an empty level: between double quotes PowerShell takes $ProductKey for a variable; write "
                + "'/{ProductKey}/{DeviceName}/…' between single quotes.";
        }

        if (levels[^1] != levels[^1].TrimEnd())
            return "This one ends with white space.";
        if (topic.AsSpan().IndexOfAny('<', '{') >= 0)
            return "This one has a placeholder that was not filled in: write {ProductKey} and {DeviceName}.";
        if (topic.Contains('*', StringComparison.Ordinal))
            return "'*' is no wildcard of MQTT: '+' stands for one level, and '#' for the rest.";
        if (!SystemTopic.Is(topic) && levels is not [_, _, _, "user", ..])
            return "Topics of a device's own are '/{ProductKey}/{DeviceName}/user/…'.";
        return null;
    }
}
