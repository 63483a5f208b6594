using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.Session.Incoming;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that emits what arrives, until it has enough or its time is over.</summary>
public abstract class ReceivingCmdlet : SubscribingCmdlet
{
    /// <summary>Ends after so many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <summary>Ends after so many seconds; fractions are allowed.</summary>
    [Parameter]
    [ValidateRange(0, 2_000_000)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>What the command emits of a message; null where it is none of its own.</summary>
    internal abstract object? Read(IotMessage message, IotMqttConnection connection);

    /// <summary>The error where fewer came than -Count asked for.</summary>
    internal abstract IotException CameUpShort(int wanted, int received);

    /// <summary>Reads the buffers of these filters; those of all subscriptions, and of none, where it is null.</summary>
    internal void Receive(IotMqttConnection connection, HashSet<string>? filters, object? target)
    {
        var inbox = connection.Session.Inbox;
        long started = Stopwatch.GetTimestamp();
        var window = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        IReadOnlyList<SubscriptionBuffer> all = [];
        IReadOnlyList<SubscriptionBuffer> buffers = [];
        int received = 0;
        using var pipeline = new HandOver(this);
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
                if (Read(reading.Message, connection) is { } output)
                {
                    received++;
                    Emit(pipeline, inbox, reading, output);
                }

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
            WriteError(Errors.Record(CameUpShort(wanted, received), target));
    }

    // A stop that comes before a command behind has had the message leaves it to be read again. One that comes later, or
    // an error of that command, or Select-Object that has enough, has read it.
    private static void Emit(HandOver pipeline, Inbox inbox, in Reading reading, object output)
    {
        try
        {
            pipeline.Write(output);
        }
        catch (PipelineStoppedException) when (!pipeline.HasReached)
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
                $"{buffer.Dropped} QoS 0 messages of '{buffer.Filter ?? "no subscription"}' were dropped because they were "
                + $"not read in time. Read more often, or raise -BufferSize of Register-IotSubscription."));
        }
    }
}
