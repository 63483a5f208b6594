using System.Text;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Systematic.Model;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;

namespace AliyunIotWs.Systematic;

/// <summary>What users do at the same time, and what has to hold afterwards whatever the schedule.</summary>
internal static class Scenarios
{
    private const int Failures = 3;
    private const int Messages = 6;

    private static readonly string[] s_filters = ["a", "b"];

    public static (string Name, Func<Task> Run)[] All { get; } =
    [
        ("subscriptions", () => SubscriptionsAsync(keepsSession: true)),
        ("subscriptions-clean", () => SubscriptionsAsync(keepsSession: false)),
        ("messages", MessagesAsync),
        ("close", CloseAsync),
    ];

    // Two register, one changes its mind, one unregisters; the link fails anywhere.
    private static async Task SubscriptionsAsync(bool keepsSession)
    {
        var broker = new ModelBroker(Generator.Create().NextInteger, Failures, keepsSession);
        var session = await ModelSession.ConnectAsync(broker);
        using var mind = new CancellationTokenSource();
        Task[] users =
        [
            Task.Run(() => RegisterAsync(session, 1, default)),
            Task.Run(() => RegisterAsync(session, 0, mind.Token)),
            Task.Run(() => UnregisterAsync(session)),
            Task.Run(mind.Cancel),
        ];
        await Task.WhenAll(users);
        await SettledAsync(session);
        string[] listed = [.. session.Subscriptions.Entries.Select(e => e.Filter).Order(StringComparer.Ordinal)];
        Specification.Assert(
            listed.SequenceEqual(broker.Held, StringComparer.Ordinal),
            "Listed [{0}], held [{1}].", string.Join(' ', listed), string.Join(' ', broker.Held));
        await EndAsync(session, broker);
    }

    // Two send while the link fails anywhere; each message ends once, and those without a failure have arrived.
    private static async Task MessagesAsync()
    {
        var broker = new ModelBroker(Generator.Create().NextInteger, Failures);
        var session = await ModelSession.ConnectAsync(broker);
        Task[] senders = [Task.Run(() => Send(session, broker, 1)), Task.Run(() => Send(session, broker, 0))];
        await Task.WhenAll(senders);
        Specification.Assert(session.Outbox.InFlight == 0, "{0} are still in flight.", session.Outbox.InFlight);
        string[] firsts = [.. broker.Taken.Where(t => t[0] == '1').Distinct(StringComparer.Ordinal)];
        Specification.Assert(
            firsts.SequenceEqual(firsts.Order(StringComparer.Ordinal)), "First arrivals: {0}.", string.Join(' ', firsts));
        await EndAsync(session, broker);
    }

    // One closes in the middle of all; everybody hears of it, and no link stays open.
    private static async Task CloseAsync()
    {
        var broker = new ModelBroker(Generator.Create().NextInteger, Failures);
        var session = await ModelSession.ConnectAsync(broker);
        Task[] users =
        [
            Task.Run(() => RegisterAsync(session, 1, default)),
            Task.Run(() => UnregisterAsync(session)),
            Task.Run(() => Send(session, broker, 1)),
            Task.Run(async () => await session.CloseAsync()),
            Task.Run(async () => await session.CloseAsync()),
        ];
        await Task.WhenAll(users);
        await EndAsync(session, broker);
    }

    private static async Task RegisterAsync(
        DeviceSession session, int qos, CancellationToken cancellation, params string[] filters)
    {
        try
        {
            await session.Subscriptions.SubscribeAsync(
                [.. (filters.Length > 0 ? filters : s_filters).Select(f => new TopicRequest(f, qos))], null, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        catch (IotException e) when (e.Id == IotErrorId.NotConnected)
        {
        }
    }

    private static async Task UnregisterAsync(DeviceSession session)
    {
        try
        {
            await session.Subscriptions.UnsubscribeAsync(["a"], default);
        }
        catch (IotException e) when (e.Id == IotErrorId.NotConnected)
        {
        }
    }

    private static void Send(DeviceSession session, ModelBroker broker, int qos)
    {
        var batch = new PublishBatch(keepReceipts: true);
        var reported = new Dictionary<string, IotException?>(StringComparer.Ordinal);
        for (int i = 0; i < Messages; i++)
        {
            string text = $"{qos}-{i}";
            var message = new OutboundMessage(batch, "t", Encoding.UTF8.GetBytes(text), qos, text, 0);
            long seen = session.Outbox.Admission.Changes;
            while (!session.Outbox.TrySend(message))
            {
                session.Outbox.Admission.Wait(seen, Timeout.InfiniteTimeSpan, default);
                seen = session.Outbox.Admission.Changes;
            }
        }

        long before = batch.Progress.Changes;
        while (batch.Outstanding > 0)
        {
            batch.Progress.Wait(before, Timeout.InfiniteTimeSpan, default);
            before = batch.Progress.Changes;
        }

        while (batch.TryTakeFinished(out var message))
        {
            Specification.Assert(
                reported.TryAdd((string)message.Source!, message.Failure), "{0} was reported twice.", message.Source);
        }

        Specification.Assert(reported.Count == Messages, "{0} of {1} reported.", reported.Count, Messages);
        foreach ((string text, var failure) in reported)
            Specification.Assert(failure is not null || broker.Taken.Contains(text), "{0} did not arrive.", text);
        Specification.Assert(
            qos == 0 || session.EndReason() is not null || reported.Values.All(f => f is null), "A message has failed.");
    }

    // Until nothing is under way: an answer may lead to another request, and a lost link to all of them again.
    private static async Task SettledAsync(DeviceSession session)
    {
        for (int i = 0; i <= Failures; i++)
            await RegisterAsync(session, 1, default, "last");
    }

    private static async Task EndAsync(DeviceSession session, ModelBroker broker)
    {
        await session.CloseAsync();
        Specification.Assert(session.State == IotConnectionState.Disconnected, "It is {0}.", session.State);
        await broker.WhenLeftAsync();
    }
}
