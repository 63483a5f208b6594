using System.Management.Automation;
using AliyunIotWs.Credentials;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Starts an emulator of the platform on this machine's loopback and emits an <see cref="IotEmulator"/>. It ends with
/// Stop-IotEmulator, with its runspace and with the module.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "IotEmulator")]
[OutputType(typeof(IotEmulator))]
public sealed class StartIotEmulatorCommand : AsyncCmdlet
{
    private readonly List<EmulatorDevice> _devices = [];

    /// <summary>Hashtables or objects with ProductKey, DeviceName and DeviceSecret.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public object[] Device { get; set; } = [];

    /// <summary>For <c>ws</c>; 0 takes any free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>For <c>wss</c>; 0 takes any free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int SecurePort { get; set; }

    /// <summary>Also accepts signatures that leave the client id out, and any keep-alive.</summary>
    [Parameter]
    public SwitchParameter Lenient { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object device in Device)
            Terminating(null, () => _devices.Add(ToDevice(device)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var options = new EmulatorOptions
        {
            Devices = _devices,
            Port = Port,
            SecurePort = SecurePort,
            Lenient = Lenient,
        };
        EmulatorServer server = Await((_, cancellation) => StartAsync(options, cancellation));
        var emulator = new IotEmulator(server);
        ModuleState.Current.Add(emulator);
        WriteVerbose($"The emulator listens on {emulator.Endpoint} and {emulator.SecureEndpoint}.");
        WriteObject(emulator);
    });

    private static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellation)
    {
        try
        {
            return await EmulatorServer.StartAsync(options, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new IotException(
                IotErrorId.EmulatorStartFailed,
                $"The emulator did not start: {e.Message}",
                "Choose another -Port or -SecurePort; 0 takes any free one. Each device is given once.",
                e);
        }
    }

    private static EmulatorDevice ToDevice(object device)
    {
        var row = new DeviceRow(device);
        string key = row.Required("ProductKey", IotErrorId.InvalidProductKey);
        string name = row.Required("DeviceName", IotErrorId.InvalidDeviceName);
        IotSecret secret = row.Secret();
        DeviceIdentity.Validate(key, name, secret.ByteCount);
        return new EmulatorDevice(key, name, secret.Reveal());
    }
}
