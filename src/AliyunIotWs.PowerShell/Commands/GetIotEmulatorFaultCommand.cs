using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Emits the faults that are set in an emulator and not used up: those for all devices first.</summary>
[Cmdlet(VerbsCommon.Get, "IotEmulatorFault")]
[OutputType(typeof(IotEmulatorFault))]
public sealed class GetIotEmulatorFaultCommand : EmulatorCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        foreach (var (device, set) in ResolveEmulator().Server.Faults.Snapshot())
            WriteObject(IotEmulatorFault.Of(device, set), enumerateCollection: true);
    });
}
