using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits the emulator's cloud log, oldest first: who connected, who was refused and exactly why. The last 10,000 lines
/// are kept, also after the emulator has stopped.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IotEmulatorEvent")]
[OutputType(typeof(IotEmulatorEvent))]
public sealed class GetIotEmulatorEventCommand : EmulatorCmdlet
{
    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Binding.EmulatorDeviceCompleter))]
    public string[]? Device { get; set; }

    /// <summary>What happened, by name or number.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IotEmulatorEventCode[]? Code { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var fits = Device is null ? null : EmulatorDevices.Filter(Device);
        foreach (var line in ResolveEmulator().Server.Events.Snapshot())
        {
            var shown = new IotEmulatorEvent(line);
            if (fits?.Invoke(shown.Device) != false && Code?.Contains(shown.Code) != false)
                WriteObject(shown);
        }
    });
}
