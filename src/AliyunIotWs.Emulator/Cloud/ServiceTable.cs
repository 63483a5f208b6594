using System.Collections.Frozen;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>Finds the line of the table for a topic without looking at all of them.</summary>
internal sealed class ServiceTable
{
    private const string Variable = "{id}";

    private readonly FrozenDictionary<string, CloudRoute> _fixed;
    private readonly (string Begin, string End, CloudRoute Route)[] _variable;

    public ServiceTable(IEnumerable<CloudRoute> routes)
    {
        Routes = [.. routes];
        _fixed = Routes.Where(route => !route.Topic.Contains(Variable, StringComparison.Ordinal))
            .ToFrozenDictionary(route => KeyOf(route.Topic), StringComparer.Ordinal);
        _variable =
        [
            .. Routes.Where(route => route.Topic.Contains(Variable, StringComparison.Ordinal)).Select(route =>
            {
                string[] parts = KeyOf(route.Topic).Split(Variable);
                return (parts[0], parts[1], route);
            }),
        ];
    }

    public IReadOnlyList<CloudRoute> Routes { get; }

    /// <summary>The line for a topic, and what stands in its variable level.</summary>
    public (CloudRoute Route, string Variable)? Find(TopicAddress address)
    {
        if (_fixed.TryGetValue(address.Key, out var route))
            return (route, string.Empty);
        string key = address.Key;
        foreach (var (begin, end, candidate) in _variable)
        {
            if (key.Length > begin.Length + end.Length
                && key.StartsWith(begin, StringComparison.Ordinal) && key.EndsWith(end, StringComparison.Ordinal))
            {
                string value = key[begin.Length..^end.Length];
                if (!value.Contains('/', StringComparison.Ordinal) || begin == TopicAddress.CustomRrpc)
                    return (candidate, value);
            }
        }

        return null;
    }

    // The line of custom RRPC has no device in front, and stays as it is.
    private static string KeyOf(string topic) => TopicAddress.Parse(topic)?.Key ?? topic;
}
