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
[OutputType(typeof(IotEmulatorMessage))]
public sealed class ReceiveIotEmulatorMessageCommand : EmulatorCmdlet
{
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

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(Topic, () =>
    {
        var inbox = ResolveEmulator().Server.Inbox;
        Func<EmulatorMessage, bool>? filter = Topic is null ? null : m => Topic.Any(m.Matches);
        using var window = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (TimeoutSeconds is { } seconds)
            window.CancelAfter(TimeSpan.FromSeconds(seconds));
        int received = 0;
        while (Count is null || received < Count)
        {
            if (Next(inbox, filter, window.Token) is not { } message)
                break;
            received++;
            WriteObject(new IotEmulatorMessage(message));
            // A stream that does not pause may not outlast the window; a window of 0 takes what is there.
            if (TimeoutSeconds > 0 && window.IsCancellationRequested)
                break;
        }

        if (Count is { } wanted && received < wanted)
            WriteError(Errors.Record(CameUpShort(wanted, received), Topic));
    });

    private EmulatorMessage? Next(
        EmulatorInbox inbox, Func<EmulatorMessage, bool>? filter, CancellationToken window)
    {
        StopToken.ThrowIfCancellationRequested();
        if (inbox.TryRead(filter, out var message))
            return message;
        try
        {
            return inbox.ReadAsync(filter, window).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private IotException CameUpShort(int wanted, int received) => new(
        IotErrorId.ReceiveTimeout,
        TimeoutSeconds is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"{received} of {wanted} messages arrived within {seconds} s.")
            : string.Create(CultureInfo.InvariantCulture, $"{received} of {wanted} messages arrived before the emulator stopped."),
        "Check that the device is connected and may publish on the topic.");
}
