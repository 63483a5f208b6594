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

    /// <summary>
    /// Subscribes, over several connections at the same time; each refused filter is a non-terminating error. A connection
    /// that ends or does not answer is one of its own beside others.
    /// </summary>
    internal List<(IotMqttConnection Connection, SubscriptionEntry Entry)> Subscribe(
        List<SubscriptionWish> wishes, int qos, int? capacity)
    {
        wishes = wishes.FindAll(w => w.Filters.Count > 0);
        var granted = new List<(IotMqttConnection, SubscriptionEntry)>();
        if (wishes.Count == 0)
            return granted;
        var tasks = Await(async (stages, cancellation) =>
        {
            var requests = wishes.ConvertAll(w =>
            {
                stages.Report($"Subscribing '{w.Connection.Name}' to {string.Join(", ", w.Filters)} with QoS {qos}.");
                return w.Connection.Session.Subscriptions.SubscribeAsync(
                    [.. w.Filters.Select(f => new TopicRequest(f, qos))], capacity, cancellation);
            });
            await ((Task)Task.WhenAll(requests)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            return requests;
        });
        for (int i = 0; i < wishes.Count; i++)
            granted.AddRange(Granted(wishes[i], tasks[i], beside: wishes.Count > 1));
        return granted;
    }

    private IEnumerable<(IotMqttConnection Connection, SubscriptionEntry Entry)> Granted(
        SubscriptionWish wish, Task<IReadOnlyList<(SubscriptionEntry? Entry, IotException? Failure)>> answers, bool beside)
    {
        if (beside && answers.Exception?.InnerException is IotException lost)
        {
            WriteError(Errors.Record(lost, wish.Connection));
            yield break;
        }

        var results = answers.GetAwaiter().GetResult();
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i].Failure is { } failure)
                WriteError(Errors.Record(failure, wish.Filters[i]));
            else
                yield return (wish.Connection, results[i].Entry!);
        }
    }
}
