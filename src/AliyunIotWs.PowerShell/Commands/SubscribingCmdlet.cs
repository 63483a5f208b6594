using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Subscribing;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that subscribes.</summary>
public abstract class SubscribingCmdlet : ConnectionCmdlet
{
    /// <summary>Fills in placeholders and checks each filter; a bad one is a non-terminating error.</summary>
    internal List<string> ExpandFilters(IotMqttConnection connection, IEnumerable<string> topics)
    {
        var filters = new List<string>();
        foreach (string topic in topics)
        {
            try
            {
                var settings = connection.Session.Settings;
                string filter = TopicTemplate.Expand(topic, settings.ProductKey, settings.DeviceName);
                TopicText.ValidateFilter(filter);
                if (!filters.Contains(filter))
                    filters.Add(filter);
            }
            catch (IotException e)
            {
                WriteError(Errors.Record(e, topic));
            }
        }

        return filters;
    }

    /// <summary>Those of the filters whose messages nobody keeps to be read yet.</summary>
    internal static List<string> FindMissing(IotMqttConnection connection, List<string> filters) =>
        filters.FindAll(f => connection.Session.Subscriptions.Find(f) is not { Buffer.Capacity: > 0 });

    /// <summary>Subscribes; each refused filter is a non-terminating error.</summary>
    internal List<SubscriptionEntry> Subscribe(
        IotMqttConnection connection, IReadOnlyList<string> filters, int qos, int? capacity)
    {
        TopicRequest[] requests = [.. filters.Select(f => new TopicRequest(f, qos))];
        var results = Await((stages, cancellation) =>
        {
            stages.Report($"Subscribing '{connection.Name}' to {string.Join(", ", filters)} with QoS {qos}.");
            return connection.Session.Subscriptions.SubscribeAsync(requests, capacity, cancellation);
        });
        var granted = new List<SubscriptionEntry>();
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i].Failure is { } failure)
                WriteError(Errors.Record(failure, filters[i]));
            else
                granted.Add(results[i].Entry!);
        }

        return granted;
    }
}
