using System.Management.Automation;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Takes devices from an emulator while it runs, as deleting them on the console does: their connections end, and what the
/// cloud knows of them is forgotten. Emits nothing.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "IotEmulatorDevice", SupportsShouldProcess = true)]
public sealed class RemoveIotEmulatorDeviceCommand : EmulatorCmdlet
{
    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string[] Device { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        var emulator = ResolveEmulator();
        foreach (var device in EmulatorDevices.FindEntries(this, emulator, Device))
        {
            if (Allows(device.Key, "Remove"))
                Await((_, cancellation) => emulator.Server.RemoveAsync(device).WaitAsync(cancellation));
        }
    });
}
