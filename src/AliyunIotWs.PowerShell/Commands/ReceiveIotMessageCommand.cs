using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session.Incoming;
using AliyunIotWs.Session.Subscribing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits received messages as they come, in the order of arrival. Without -Count and -TimeoutSeconds it goes on until
/// Ctrl+C or <c>Select-Object -First</c>. With -TimeoutSeconds alone it ends silently; with both, coming up short is
/// the non-terminating error ReceiveTimeout.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "IotMessage")]
[OutputType(typeof(IotMessage))]
public sealed class ReceiveIotMessageCommand : SubscribingCmdlet
{
    /// <summary>
    /// Topic filters to read, subscribed to first where needed; without them all that the connection receives.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string[]? Topic { get; set; }

    /// <summary>Ends after so many messages.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <summary>Ends after so many seconds; fractions are allowed.</summary>
    [Parameter]
    [ValidateRange(0, 2_000_000)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>The highest quality of service of a subscription that is made here: 0 or 1.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    public int Qos { get; set; } = 1;

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(Topic, () =>
    {
        IotMqttConnection connection = ResolveConnection();
        if (Topic is null)
        {
            Receive(connection, null);
            return;
        }

        connection.Session.ThrowIfEnded();
        List<SubscriptionBuffer> buffers = Subscribed(connection, Topic);
        if (buffers.Count > 0)
            Receive(connection, buffers);
    });

    private List<SubscriptionBuffer> Subscribed(IotMqttConnection connection, string[] topics)
    {
        SubscriptionManager subscriptions = connection.Session.Subscriptions;
        List<string> filters = ExpandFilters(connection, topics);
        List<string> missing = filters.FindAll(f => subscriptions.Find(f) is null);
        if (missing.Count > 0)
            Subscribe(connection, missing, Qos, null);
        return [.. filters.Select(subscriptions.Find).OfType<SubscriptionEntry>().Select(e => e.Buffer)];
    }

    private void Receive(IotMqttConnection connection, List<SubscriptionBuffer>? chosen)
    {
        Inbox inbox = connection.Session.Inbox;
        long started = Stopwatch.GetTimestamp();
        TimeSpan window = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        int received = 0;
        while (Count is null || received < Count)
        {
            StopToken.ThrowIfCancellationRequested();
            IReadOnlyList<SubscriptionBuffer> buffers = chosen ?? inbox.Buffers;
            long seen = inbox.Arrival.Changes;
            if (inbox.TryTake(buffers, out IotMessage? message))
            {
                received++;
                WarnOfDropped(buffers);
                WriteObject(message);
                if (!IsOver(started, window))
                    continue;
                break;
            }

            connection.Session.ThrowIfEnded();
            TimeSpan left = window < TimeSpan.Zero ? window : window - Stopwatch.GetElapsedTime(started);
            if ((window >= TimeSpan.Zero && left <= TimeSpan.Zero) || !inbox.Arrival.Wait(seen, left, StopToken))
                break;
        }

        if (Count is { } wanted && received < wanted)
            WriteError(Errors.Record(CameUpShort(wanted, received), Topic));
    }

    private static bool IsOver(long started, TimeSpan window) =>
        window > TimeSpan.Zero && Stopwatch.GetElapsedTime(started) >= window;

    private void WarnOfDropped(IReadOnlyList<SubscriptionBuffer> buffers)
    {
        foreach (SubscriptionBuffer buffer in buffers)
        {
            if (buffer.Dropped == 0 || buffer.DroppedReported > 0)
                continue;
            buffer.DroppedReported = buffer.Dropped;
            WriteWarning(string.Create(
                CultureInfo.InvariantCulture,
                $"{buffer.Dropped} QoS 0 messages of '{buffer.Filter ?? "no subscription"}' were dropped because they were "
                + $"not read in time. Read more often, or raise -BufferSize of Register-IotSubscription."));
        }
    }

    private IotException CameUpShort(int wanted, int received) => new(
        IotErrorId.ReceiveTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{received} of {wanted} messages arrived within {TimeoutSeconds} s."),
        "Check that the sender publishes to the topic and that it is subscribed to: Get-IotMqttConnection shows both.");
}
