using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session.Incoming;

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
        var connection = ResolveConnection();
        if (Topic is null)
        {
            Receive(connection, null);
            return;
        }

        connection.Session.ThrowIfEnded();
        var filters = Subscribed(connection, Topic);
        if (filters.Count > 0)
            Receive(connection, filters);
    });

    private HashSet<string> Subscribed(IotMqttConnection connection, string[] topics)
    {
        var subscriptions = connection.Session.Subscriptions;
        var filters = ExpandFilters(connection, topics);
        var missing = filters.FindAll(f => subscriptions.Find(f) is null);
        HashSet<string> granted = [.. filters.Except(missing)];
        if (missing.Count > 0)
            granted.UnionWith(Subscribe(connection, missing, Qos, null).Select(e => e.Filter));
        return granted;
    }

    private void Receive(IotMqttConnection connection, HashSet<string>? filters)
    {
        var inbox = connection.Session.Inbox;
        long started = Stopwatch.GetTimestamp();
        var window = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        IReadOnlyList<SubscriptionBuffer> all = [];
        IReadOnlyList<SubscriptionBuffer> buffers = [];
        int received = 0;
        using var output = new HandOver(this);
        while (Count is null || received < Count)
        {
            StopToken.ThrowIfCancellationRequested();
            long seen = inbox.Arrival.Changes;
            if (!ReferenceEquals(all, inbox.Buffers))
            {
                all = inbox.Buffers;
                buffers = filters is null ? all : [.. all.Where(b => b.Filter is { } f && filters.Contains(f))];
            }

            WarnOfDuel(connection);
            WarnOfDropped(buffers);
            if (inbox.TryTake(buffers, out var reading))
            {
                received++;
                Emit(output, inbox, reading);
                if (!IsOver(started, window))
                    continue;
                break;
            }

            connection.Session.ThrowIfEnded();
            var left = window < TimeSpan.Zero ? window : window - Stopwatch.GetElapsedTime(started);
            if ((window >= TimeSpan.Zero && left <= TimeSpan.Zero) || !inbox.Arrival.Wait(seen, left, StopToken))
                break;
        }

        if (Count is { } wanted && received < wanted)
            WriteError(Errors.Record(CameUpShort(wanted, received), Topic));
    }

    // A stop that comes before a command behind has had the message leaves it to be read again. One that comes later, or
    // an error of that command, or Select-Object that has enough, has read it.
    private static void Emit(HandOver output, Inbox inbox, in Reading reading)
    {
        try
        {
            output.Write(reading.Message);
        }
        catch (PipelineStoppedException) when (!output.HasReached)
        {
            inbox.PutBack(reading);
            throw;
        }
    }

    private static bool IsOver(long started, TimeSpan window) =>
        window > TimeSpan.Zero && Stopwatch.GetElapsedTime(started) >= window;

    private void WarnOfDropped(IReadOnlyList<SubscriptionBuffer> buffers)
    {
        foreach (var buffer in buffers)
        {
            if (buffer.Dropped == 0 || buffer.DroppedReported > 0)
                continue;
            buffer.DroppedReported = buffer.Dropped;
            WriteWarning(string.Create(
                CultureInfo.InvariantCulture,
                $"{buffer.Dropped} QoS 0 messages of '{IotText.Show(buffer.Filter ?? "no subscription")}' were dropped because they were "
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
