using System.Management.Automation;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Starts an emulator of the platform on this machine's loopback and emits an <see cref="IotEmulator"/>. It ends with
/// Stop-IotEmulator, with its runspace and with the module.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "IotEmulator", SupportsShouldProcess = true)]
[OutputType(typeof(IotEmulator))]
public sealed class StartIotEmulatorCommand : AsyncCmdlet
{
    private readonly List<EmulatorDevice> _devices = [];
    private IReadOnlyList<EmulatorProduct> _products = [];

    /// <summary>
    /// Hashtables or objects with ProductKey, DeviceName and DeviceSecret. Where the product has a ProductSecret, a device
    /// without DeviceSecret is registered in advance, and asks for its secret.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public object[] Device { get; set; } = [];

    /// <summary>
    /// Hashtables or objects with ProductKey and, as far as they are known, ProductSecret, DynamicRegistration, Topics and
    /// Tsl. A product that is not described has the topic classes of a new one: <c>/user/update</c> and
    /// <c>/user/update/error</c> to publish on, <c>/user/get</c> to subscribe to. Its devices can register where it has a
    /// ProductSecret and DynamicRegistration is not <c>$false</c>; behind a gateway, also with DynamicRegistration alone.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[] Product { get; set; } = [];

    /// <summary>The emulator's name, which no other of the session has; by default <c>emulator-</c> and its Id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>For <c>ws</c> and plain TCP; 0 takes any free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>For <c>wss</c> and TLS; 0 takes any free one.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int SecurePort { get; set; }

    /// <summary>
    /// Web pages of other machines that may connect, such as <c>https://example.com</c>; <c>*</c> stands for all. Pages
    /// of this machine always may.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowOrigin { get; set; } = [];

    /// <summary>
    /// Also accepts signatures that leave the client id out, any keep-alive, and every topic below a device's own
    /// prefixes.
    /// </summary>
    [Parameter]
    public SwitchParameter Lenient { get; set; }

    /// <summary>Lets a device connect more than five times a minute, which is answered with return code 3 otherwise.</summary>
    [Parameter]
    public SwitchParameter NoConnectLimit { get; set; }

    /// <summary>
    /// Lets a device send more than 30 messages of QoS 0 and 10 of QoS 1 within a second. What is over is dropped without
    /// a word otherwise, also without the acknowledgement.
    /// </summary>
    [Parameter]
    public SwitchParameter NoMessageLimit { get; set; }

    /// <summary>Goes on reading from a device for which 100 acknowledgements are held back.</summary>
    [Parameter]
    public SwitchParameter NoUnacknowledgedLimit { get; set; }

    /// <summary>Lets a gateway register, add and log in more devices in one request than the platform does.</summary>
    [Parameter]
    public SwitchParameter NoBatchLimit { get; set; }

    /// <summary>
    /// How long a SUBSCRIBE or UNSUBSCRIBE takes to come into effect: 0, or about 10 as the platform's page on limits
    /// has it.
    /// </summary>
    [Parameter]
    [ValidateRange(0.0, 3600.0)]
    public double SubscriptionDelaySeconds { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Terminating(null, () =>
        _products = [.. Product.Select(product => ProductRow.Read(product, SessionState))]);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object device in Device)
            Terminating(null, () => _devices.Add(EmulatorDeviceRow.Read(device, Registers)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var options = new EmulatorOptions
        {
            Devices = _devices,
            Products = _products,
            AllowedOrigins = [.. AllowOrigin.Select(ToOrigin)],
            Port = Port,
            SecurePort = SecurePort,
            Lenient = Lenient,
            Limits = new EmulatorLimits
            {
                Connects = !NoConnectLimit,
                Messages = !NoMessageLimit,
                Unacknowledged = !NoUnacknowledgedLimit,
                Batches = !NoBatchLimit,
                SubscriptionDelay = TimeSpan.FromSeconds(SubscriptionDelaySeconds),
            },
        };
        if (Name is not null && ModuleState.Current.FindOpenEmulator(Name) is not null)
            throw NameTaken(Name);
        if (!Allows(Name ?? "a new emulator", "Start"))
            return;
        var server = Await((_, cancellation) => StartAsync(options, cancellation));
        var emulator = new IotEmulator(server, Name);
        if (!ModuleState.Current.TryAdd(emulator))
        {
            _ = emulator.StopAsync(CancellationToken.None);
            throw NameTaken(emulator.Name);
        }

        Tell($"The emulator listens on {emulator.Endpoint} and {emulator.SecureEndpoint}.");
        WriteObject(emulator);
    });

    internal static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellation)
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
                "Choose another -Port or -SecurePort; 0 takes any free one. Each device and product is given once.",
                e);
        }
    }

    private static IotException NameTaken(string name) => new(
        IotErrorId.NameTaken,
        $"An emulator of this session is named '{name}' already.",
        "Give -Name another one, or stop that one with Stop-IotEmulator.");

    private static string ToOrigin(string origin)
    {
        bool valid = origin == "*" || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/");
        return valid ? origin : throw new IotException(
            IotErrorId.InvalidEndpoint,
            $"'{origin}' is no origin of a web page.",
            "An origin is scheme, host and port, such as https://example.com:8443; * stands for all.");
    }

    private bool Registers(string productKey) =>
        _products.Any(product => product.ProductKey == productKey && product.Registers);
}
