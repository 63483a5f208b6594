using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Emulator.Messages;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits what devices published to the emulator, each message once, in the order of arrival. -Count and
/// -TimeoutSeconds work as in Receive-IotMessage.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "IotEmulatorMessage")]
[OutputType(typeof(IotEmulatorMessage), typeof(string))]
public sealed class ReceiveIotEmulatorMessageCommand : EmulatorCmdlet
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly LateProgress _progress = new("Receiving what devices publish");
    private int _received;

    /// <summary>Topic filters; all topics where it is left away.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EmulatorTopicCompleter))]
    public string[]? Topic { get; set; }

    /// <summary>Ends after so many messages.</summary>
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

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(Topic, () =>
    {
        var inbox = ResolveEmulator().Server.Inbox;
        Func<EmulatorMessage, bool>? filter = Topic is null ? null : m => Topic.Any(m.Matches);
        using var window = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (TimeoutSeconds is { } seconds)
            window.CancelAfter(TimeSpan.FromSeconds(seconds));
        while (Count is null || _received < Count)
        {
            if (Next(inbox, filter, window.Token) is not { } message)
                break;
            _received++;
            var output = new IotEmulatorMessage(message);
            WriteObject(AsJson ? MessageLine.Of(output) : output);
            // A stream that does not pause may not outlast the window; a window of 0 takes what is there.
            if (TimeoutSeconds > 0 && window.IsCancellationRequested)
                break;
        }

        _progress.Complete(this);
        if (Count is { } wanted && _received < wanted)
            WriteError(Errors.Record(CameUpShort(wanted, _received), Topic));
    });

    private EmulatorMessage? Next(
        EmulatorInbox inbox, Func<EmulatorMessage, bool>? filter, CancellationToken window)
    {
        StopToken.ThrowIfCancellationRequested();
        if (inbox.TryRead(filter, out var message))
            return message;
        try
        {
            var reading = inbox.ReadAsync(filter, window);
            // Without the token, which ends the reading itself: a message that it has taken is not to be lost.
            while (Task.WaitAny([reading], s_look) < 0)
                ShowProgress();
            return reading.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            return null;
        }
    }

    // What has no end in sight has nothing to show.
    private void ShowProgress()
    {
        if (Count is null && TimeoutSeconds is null)
            return;
        _progress.Show(this, () => string.Create(
            CultureInfo.InvariantCulture, $"{_received} have come in {_progress.Elapsed.TotalSeconds:0} s"));
    }

    private IotException CameUpShort(int wanted, int received) => new(
        IotErrorId.ReceiveTimeout,
        TimeoutSeconds is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"{received} of {wanted} messages arrived within {seconds} s.")
            : string.Create(CultureInfo.InvariantCulture, $"{received} of {wanted} messages arrived before the emulator stopped."),
        "Check that the device is connected and may publish on the topic.");
}
