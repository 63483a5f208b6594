using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Emits the emulators of this runspace.</summary>
[Cmdlet(VerbsCommon.Get, "IotEmulator")]
[OutputType(typeof(IotEmulator))]
public sealed class GetIotEmulatorCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(ModuleState.Current.Emulators, enumerateCollection: true);
}
