using MQTTnet;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>Compares the topic filters that a device had with those that it has.</summary>
internal static class FilterCover
{
    /// <summary>Those that it had and that none of the present ones includes.</summary>
    public static IReadOnlyList<string> Missing(IEnumerable<string> before, IReadOnlyList<string> now) =>
    [
        .. before.Where(filter => !now.Any(one => one == filter || Includes(one, filter))),
    ];

    // A filter is no topic name, yet its levels compare like those of one as long as it is the narrower.
    private static bool Includes(string wide, string narrow) =>
        MqttTopicFilterComparer.Compare(narrow.Replace('+', '-').Replace('#', '-'), wide) == MqttTopicFilterCompareResult.IsMatch;
}
