using System.Collections;
using System.Management.Automation;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Reads the topic classes of a product: <c>@{ '/user/state' = 'Publish' }</c>, topics alone, which get both rights, or
/// rows with Topic and Right. The names of the platform's own API, TopicShortName and Operation with PUB, SUB and ALL,
/// are taken too.
/// </summary>
internal static class TopicClassRow
{
    /// <exception cref="IotException">A topic or a right is not valid.</exception>
    public static IReadOnlyList<TopicClass> Read(object topics, string productKey) =>
        [.. Entries(topics).Select(one => Define(one.Topic, one.Right, productKey))];

    private static IEnumerable<(string? Topic, object? Right)> Entries(object? value)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            string topic => [(topic, "All")],
            IDictionary table when !IsRow(table) =>
                table.Cast<DictionaryEntry>().Select(entry => (entry.Key.ToString(), entry.Value)),
            IEnumerable many and not IDictionary => many.Cast<object?>().SelectMany(Entries),
            _ => [Row(plain)],
        };
    }

    private static bool IsRow(IDictionary table) => table.Contains("Topic") || table.Contains("TopicShortName");

    private static (string? Topic, object? Right) Row(object? value)
    {
        var row = new InputRow(value);
        return (row.Text("Topic") ?? row.Text("TopicShortName"), row.Value("Right") ?? row.Value("Operation") ?? "All");
    }

    private static TopicClass Define(string? topic, object? right, string productKey)
    {
        if (topic is null)
            throw Invalid("One of the topic classes has no Topic.");
        try
        {
            return TopicClass.Define(PathOf(topic, productKey), AccessOf(right) ?? throw Invalid(
                $"The right '{right}' of the topic class '{topic}' is none of Publish, Subscribe, PublishSubscribe."));
        }
        catch (ArgumentException e)
        {
            throw Invalid(e.Message, e);
        }
    }

    // The console shows /{key}/${deviceName}/user/update, the API gives user/update, and a script of this module has
    // /{ProductKey}/{DeviceName}/user/update.
    private static string PathOf(string topic, string productKey) =>
        topic.Split('/', 4) is ["", var key, var name, var rest]
            && (Is(key, "{ProductKey}") || key == productKey)
            && Is(name, "{DeviceName}")
            ? rest
            : topic;

    private static bool Is(string level, string placeholder) =>
        level.AsSpan().TrimStart('$').Equals(placeholder, StringComparison.OrdinalIgnoreCase);

    private static TopicAccess? AccessOf(object? right)
    {
        string text = right is string or null
            ? right as string ?? string.Empty
            : string.Join(',', (LanguagePrimitives.GetEnumerable(right) ?? new[] { right }).Cast<object?>());
        var access = TopicAccess.None;
        foreach (string word in text.Split([',', '|', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            TopicAccess? one = word.ToUpperInvariant() switch
            {
                "PUBLISH" or "PUB" => TopicAccess.Publish,
                "SUBSCRIBE" or "SUB" => TopicAccess.Subscribe,
                "PUBLISHSUBSCRIBE" or "ALL" or "BOTH" => TopicAccess.PublishSubscribe,
                _ => null,
            };
            if (one is null)
                return null;
            access |= one.Value;
        }

        return access == TopicAccess.None ? null : access;
    }

    private static IotException Invalid(string message, Exception? inner = null) => new(
        IotErrorId.InvalidTopic,
        message,
        "Give Topics = @{ '/user/state' = 'Publish'; '/user/command' = 'Subscribe' } as the console shows a product's "
        + "topic classes; a topic follows /{ProductKey}/{DeviceName}.",
        inner);
}
