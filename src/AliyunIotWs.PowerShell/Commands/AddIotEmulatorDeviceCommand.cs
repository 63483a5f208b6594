using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Adds devices to an emulator while it runs, as the console does. Emits nothing, or with -PassThru what the cloud knows
/// of them.
/// </summary>
[Cmdlet(VerbsCommon.Add, "IotEmulatorDevice", SupportsShouldProcess = true)]
[OutputType(typeof(IotEmulatorDevice))]
public sealed class AddIotEmulatorDeviceCommand : EmulatorCmdlet
{
    /// <summary>
    /// Hashtables or objects with ProductKey, DeviceName and DeviceSecret. Where the product has a ProductSecret, a device
    /// without DeviceSecret is registered in advance, and asks for its secret.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public object[] Device { get; set; } = [];

    /// <summary>The gateway that they live behind: its name, or <c>productKey/deviceName</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string? Gateway { get; set; }

    /// <summary>Emits the devices.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        var emulator = ResolveEmulator();
        var gateway = Gateway is null ? null : EmulatorDevices.Single(emulator, Gateway);
        var devices = emulator.Server.Cloud.Context.Devices;
        foreach (object row in Device)
        {
            // Of the row no more than its name: it has a secret.
            string? target = new InputRow(row).Text("DeviceName");
            try
            {
                var device = EmulatorDeviceRow.Read(row, key => devices.FindProduct(key)?.Registers == true);
                if (!Allows($"{device.ProductKey}/{device.DeviceName}", "Add"))
                    continue;
                emulator.Server.AddDevices([device]);
                var entry = devices.Find(device.ProductKey, device.DeviceName)!;
                if (gateway is not null && emulator.Server.Cloud.Desk.Place(entry, gateway) is { } fault)
                    throw new ArgumentException(fault);
                if (PassThru)
                    WriteObject(new IotEmulatorDevice(entry));
            }
            catch (IotException e)
            {
                WriteError(Errors.Record(e, target));
            }
            catch (ArgumentException e)
            {
                var error = new IotException(
                    IotErrorId.InvalidDeviceName,
                    $"The device was not added: {e.Message}",
                    "Remove-IotEmulatorDevice first takes away a device of the same name.",
                    e);
                WriteError(Errors.Record(error, target));
            }
        }
    });
}
