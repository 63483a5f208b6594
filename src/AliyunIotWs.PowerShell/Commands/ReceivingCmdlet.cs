using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Incoming;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that emits what arrives, until it has enough or its time is over.</summary>
public abstract class ReceivingCmdlet : SubscribingCmdlet
{
    // Messages of one connection before it is the turn of the next.
    private const int Turn = 64;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly LateProgress _progress = new("Receiving messages");
    private int _received;

    /// <summary>Ends after so many.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <summary>Ends after so many seconds; fractions are allowed.</summary>
    [Parameter]
    [ValidateRange(0, 2_000_000)]
    public double? TimeoutSeconds { get; set; }

    /// <summary>
    /// Emits each as one line of JSON, in which a payload that is JSON is nested, in the place of an object.
    /// </summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    /// <summary>What the command emits of a message; null where it is none of its own.</summary>
    internal abstract object? Read(IotMessage message, IotMqttConnection connection);

    /// <summary>The error where fewer came than -Count asked for.</summary>
    internal abstract IotException CameUpShort(int wanted, int received);

    /// <summary>Emits what the readers have and get. One whose connection ends is an error of its own beside others.</summary>
    internal void Receive(IReadOnlyList<InboxReader> readers, object? target)
    {
        // Why there is none has been told.
        if (readers.Count == 0)
            return;
        long started = Stopwatch.GetTimestamp();
        var window = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        List<InboxReader> open = [.. readers];
        _received = 0;
        // What waits without an end says at once that it waits in vain.
        if (TimeoutSeconds is null)
            open.ForEach(reader => Warn(reader.NoSubscription));
        Tell($"Reading from {string.Join(", ", readers.Select(r => $"'{r.Connection.Name}'"))} until {End()}.");
        using var arrivals = new Arrivals(readers);
        using var pipeline = new HandOver(this);
        while (open.Count > 0)
        {
            StopToken.ThrowIfCancellationRequested();
            long seen = arrivals.Pulse.Changes;
            bool any = false;
            foreach (var reader in open)
                any |= Drain(pipeline, reader, started, window);
            ShowPackets();
            if (IsEnough || (any && IsOver(started, window)))
                break;
            ShowProgress();
            if (any)
                continue;
            open.RemoveAll(reader => !IsAlive(reader.Connection, beside: readers.Count > 1));
            var left = window < TimeSpan.Zero ? window : window - Stopwatch.GetElapsedTime(started);
            if ((window >= TimeSpan.Zero && left <= TimeSpan.Zero) || !Wait(arrivals.Pulse, seen, left))
                break;
        }

        _progress.Complete(this);
        Tell(string.Create(CultureInfo.InvariantCulture, $"{_received} messages were read."));

        if (IsEnough || (Count is null && _received > 0))
            return;
        var obstacles = open.ConvertAll(reader => reader.Obstacle).FindAll(obstacle => obstacle is not null);
        if (Count is { } wanted)
            WriteError(Errors.Record(WithCause(CameUpShort(wanted, _received), obstacles.FirstOrDefault()), target));
        else if (TimeoutSeconds > 0)
            obstacles.ForEach(Warn);
    }

    private static IotException WithCause(IotException late, IotException? obstacle) => obstacle is null
        ? late
        : new IotException(late.Id, $"{late.Message} {obstacle.Message}", obstacle.Remedy, obstacle);

    private void Warn(IotException? obstacle)
    {
        if (obstacle is not null)
            WriteWarning($"{obstacle.Message} {obstacle.Remedy}");
    }

    private bool IsEnough => Count is { } wanted && _received >= wanted;

    // What has no end in sight has nothing to show.
    private bool HasEnd => Count is not null || TimeoutSeconds is not null;

    private string End() => (Count, TimeoutSeconds) switch
    {
        (null, null) => "it is stopped",
        ({ } count, null) => string.Create(CultureInfo.InvariantCulture, $"{count} have come"),
        (null, { } seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds} s are over"),
        ({ } count, { } seconds) => string.Create(
            CultureInfo.InvariantCulture, $"{count} have come or {seconds} s are over"),
    };

    private void ShowProgress()
    {
        if (HasEnd)
        {
            _progress.Show(this, () => string.Create(
                CultureInfo.InvariantCulture, $"{_received} have come in {_progress.Elapsed.TotalSeconds:0} s, until {End()}"));
        }
    }

    private bool Wait(Pulse pulse, long seen, TimeSpan left)
    {
        if (!HasEnd)
            return pulse.Wait(seen, left, StopToken);
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            var rest = left < TimeSpan.Zero ? s_look : left - Stopwatch.GetElapsedTime(started);
            if (rest <= TimeSpan.Zero)
                return false;
            if (pulse.Wait(seen, rest < s_look ? rest : s_look, StopToken))
                return true;
            ShowPackets();
            ShowProgress();
        }
    }

    // Some at a time, so that a busy device does not keep the others waiting.
    private bool Drain(HandOver pipeline, InboxReader reader, long started, TimeSpan window)
    {
        reader.Refresh();
        WarnOfDuel(reader.Connection);
        WarnOfDropped(reader.Buffers);
        int taken = 0;
        while (taken < Turn && !IsEnough && reader.TryTake(out var reading))
        {
            taken++;
            if (Read(reading.Message, reader.Connection) is { } output)
            {
                _received++;
                Emit(pipeline, reader.Inbox, reading, AsJson ? MessageLine.Of(output) : output);
            }

            if (IsOver(started, window))
                break;
        }

        return taken > 0;
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
                $"{buffer.Dropped} QoS 0 messages of '{IotText.Show(buffer.Filter ?? "no subscription")}' were dropped because they were "
                + $"not read in time. Read more often, or raise -BufferSize of Register-IotSubscription."));
        }
    }
}
