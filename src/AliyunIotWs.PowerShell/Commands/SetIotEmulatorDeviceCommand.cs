using System.Collections;
using System.Management.Automation;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Changes what the emulated cloud has for devices, as the console and applications do. A device that is online is told
/// at once; another one asks when it comes. What is not named stays as it is. Emits nothing.
/// </summary>
[Cmdlet(VerbsCommon.Set, "IotEmulatorDevice", SupportsShouldProcess = true)]
public sealed class SetIotEmulatorDeviceCommand : EmulatorCmdlet
{
    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string[] Device { get; set; } = [];

    /// <summary>Desired values by identifier; <c>$null</c> clears one.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Desired { get; set; }

    /// <summary>Tags by key; <c>$null</c> removes one.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Tag { get; set; }

    /// <summary>What an application wishes of the device's shadow: attributes by name.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Shadow { get; set; }

    /// <summary>The remote configuration: text, bytes, or an object as JSON; <c>$null</c> takes it away.</summary>
    [Parameter]
    [AllowNull]
    public object? Configuration { get; set; }

    /// <summary>
    /// A package to upgrade to: <c>@{ Version = '1.1'; Content = $bytes }</c>, which the emulator serves, or
    /// <c>@{ Version; Url; Size; Sign; SignMethod }</c>; with Module, IsDifference and ExtraData where they are wanted.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Firmware { get; set; }

    /// <summary>The device is to send its log lines; <c>-SendLog:$false</c> ends that.</summary>
    [Parameter]
    public SwitchParameter SendLog { get; set; }

    /// <summary>
    /// <c>$false</c> throws the device off and refuses it with return code 5 until <c>$true</c> lets it in again.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(Binding.BooleanCompleter))]
    public bool? Enabled { get; set; }

    /// <summary>
    /// The gateway that it lives behind: a name, or <c>productKey/deviceName</c>; <c>$null</c> takes it from its gateway.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string? Gateway { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        var emulator = ResolveEmulator();
        var gateway = string.IsNullOrEmpty(Gateway) ? null : EmulatorDevices.Single(emulator, Gateway);
        foreach (var device in EmulatorDevices.FindEntries(this, emulator, Device))
        {
            if (!Allows(device.Key, "Change"))
                continue;
            foreach (string fault in Change(emulator.Server.Cloud, device, gateway).OfType<string>())
            {
                var error = new IotException(
                    IotErrorId.InvalidPayload,
                    $"The device {device.Key} was not changed as asked: {fault}.",
                    "Compare with the product's thing model and with the platform's limits.");
                WriteError(Errors.Record(error, device.Key));
            }
        }
    });

    private IEnumerable<string?> Change(CloudServices cloud, DeviceEntry device, DeviceEntry? gateway)
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Gateway)))
            yield return cloud.Desk.Place(device, gateway);
        if (Enabled is { } enabled)
            cloud.Desk.Enable(device, enabled);
        var console = cloud.Console;
        foreach (DictionaryEntry tag in Tag ?? new Hashtable())
            yield return CloudConsole.Tag(device, tag.Key.ToString()!, tag.Value?.ToString());
        if (Desired is not null)
            yield return console.Desire(device, JsonValue.Element(Desired));
        if (Shadow is not null)
            yield return console.DesireShadow(device, JsonValue.Element(Shadow));
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Configuration)))
        {
            yield return console.Configure(
                device, Configuration is null ? null : PayloadBytes.From(Configuration).ToArray());
        }

        if (Firmware is not null)
            yield return console.Offer(device, FirmwareRow.Read(Firmware, console));
        if (MyInvocation.BoundParameters.ContainsKey(nameof(SendLog)))
            console.SendLog(device, SendLog);
    }
}
