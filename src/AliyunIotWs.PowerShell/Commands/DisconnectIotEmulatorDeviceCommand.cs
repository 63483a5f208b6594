using System.Management.Automation;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Throws devices off the emulator as a second login with their identity would: the connection closes without a word.
/// Emits nothing.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "IotEmulatorDevice", SupportsShouldProcess = true)]
public sealed class DisconnectIotEmulatorDeviceCommand : EmulatorCmdlet
{
    /// <summary>
    /// Names of devices, or <c>productKey/deviceName</c>, with wildcards; these choose among those that are connected.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Binding.EmulatorDeviceCompleter))]
    public string[] Device { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        var emulator = ResolveEmulator();
        foreach (string name in Device)
        {
            bool oneOfMany = WildcardPattern.ContainsWildcardCharacters(name);
            foreach (var device in EmulatorDevices.Find(this, emulator, [name]))
            {
                if (!oneOfMany || device.Online)
                    Kick(emulator, device, oneOfMany);
            }
        }
    });

    private void Kick(IotEmulator emulator, EmulatorDeviceState device, bool mayBeGone)
    {
        string target = $"{device.ProductKey}/{device.DeviceName}";
        if (!Allows(target, "Disconnect"))
            return;
        bool kicked = Await((_, cancellation) =>
            emulator.Server.KickAsync(device.ProductKey, device.DeviceName, cancellation));
        if (kicked || mayBeGone)
            return;
        var error = new IotException(
            IotErrorId.NotConnected,
            $"The device {target} is not connected to the emulator {emulator.Endpoint}.",
            "The emulator's property Online lists those that are.");
        WriteError(Errors.Record(error, target));
    }
}
