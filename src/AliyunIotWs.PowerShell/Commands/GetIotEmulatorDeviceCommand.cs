using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits what the emulated cloud knows of its devices: who is online, their properties, desired values, tags, shadow,
/// firmware, configuration and subscriptions.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IotEmulatorDevice")]
[OutputType(typeof(IotEmulatorDevice))]
public sealed class GetIotEmulatorDeviceCommand : EmulatorCmdlet
{
    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards; all where it is left away.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Binding.EmulatorDeviceCompleter))]
    public string[] Device { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        foreach (var device in EmulatorDevices.FindEntries(this, ResolveEmulator(), Device))
            WriteObject(new IotEmulatorDevice(device));
    });
}
