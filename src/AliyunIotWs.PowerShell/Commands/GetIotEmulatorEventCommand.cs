using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits the emulator's cloud log, oldest first: who connected, who was refused and exactly why. The last 10,000 lines
/// are kept, also after the emulator has stopped. With -Wait it waits for what has not happened yet.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IotEmulatorEvent", DefaultParameterSetName = "Now")]
[OutputType(typeof(IotEmulatorEvent))]
public sealed class GetIotEmulatorEventCommand : EmulatorCmdlet
{
    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string[]? Device { get; set; }

    /// <summary>What happened, by name or number.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IotEmulatorEventCode[]? Code { get; set; }

    /// <summary>
    /// Only what came after this: a line that was emitted before, or a time; <c>$null</c>, the last line of an empty log,
    /// leaves nothing out.
    /// </summary>
    [Parameter]
    [AllowNull]
    public object? After { get; set; }

    /// <summary>Waits until there are as many lines as -Count says.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Wait")]
    public SwitchParameter Wait { get; set; }

    /// <summary>How many lines to wait for; all that are there then are emitted.</summary>
    [Parameter(ParameterSetName = "Wait")]
    [ValidateRange(1, EmulatorEventLog.Capacity)]
    public int Count { get; set; } = 1;

    /// <summary>
    /// How long to wait; fractions are allowed. Then what is there is emitted, with an error; without it the command waits
    /// until it is stopped.
    /// </summary>
    [Parameter(ParameterSetName = "Wait")]
    [ValidateRange(0, 2_000_000)]
    public double? TimeoutSeconds { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var events = ResolveEmulator().Server.Events;
        var filter = Filter();
        var found = Wait ? WaitFor(events, filter) : [.. events.Snapshot().Where(filter)];
        foreach (var line in found)
            WriteObject(new IotEmulatorEvent(line));
        if (found.Count >= Count || !Wait)
            return;
        var error = new IotException(
            IotErrorId.ReceiveTimeout,
            string.Create(CultureInfo.InvariantCulture, $"{found.Count} of {Count} lines came within {TimeoutSeconds} s."),
            "Get-IotEmulatorEvent without -Wait shows what has happened instead.");
        WriteError(Errors.Record(error, Device));
    });

    private IReadOnlyList<EmulatorEvent> WaitFor(EmulatorEventLog events, Func<EmulatorEvent, bool> filter) =>
        Await(async (_, cancellation) =>
        {
            using var window = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (TimeoutSeconds is { } seconds)
                window.CancelAfter(TimeSpan.FromSeconds(seconds));
            try
            {
                return await events.WaitForAsync(filter, Count, window.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return [.. events.Snapshot().Where(filter)];
            }
        });

    private Func<EmulatorEvent, bool> Filter()
    {
        var devices = Device is null ? null : EmulatorDevices.Filter(Device);
        var after = AfterFilter();
        return line => after(line)
            && Code?.Contains((IotEmulatorEventCode)line.Code) != false
            && devices?.Invoke(line.DeviceName is null ? null : $"{line.ProductKey}/{line.DeviceName}") != false;
    }

    private Func<EmulatorEvent, bool> AfterFilter()
    {
        object? plain = After is PSObject wrapped ? wrapped.BaseObject : After;
        if (plain is null)
            return static _ => true;
        if (plain is IotEmulatorEvent last)
            return line => line.Number > last.Number;
        return LanguagePrimitives.TryConvertTo(plain, CultureInfo.InvariantCulture, out DateTimeOffset time)
            ? line => line.Time > time
            : throw new IotException(
                IotErrorId.InvalidPayload,
                $"'{plain}' is neither a line of the log nor a time.",
                "Give -After (Get-Date), or a line that Get-IotEmulatorEvent has emitted.");
    }
}
