using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using AliyunIotWs.Credentials;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Registration;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Registration;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Registers devices that know no more than their product's secret, and emits them with a secret of their own (or a
/// client id and a token), for New-IotMqttCredential. One that is rejected is a non-terminating error.
/// </summary>
/// <remarks>
/// Until a device has been connected it may register again: the new secret counts then, and the one before no longer.
/// </remarks>
[Cmdlet(VerbsLifecycle.Register, "IotDevice", DefaultParameterSetName = PartsSet, SupportsShouldProcess = true)]
[OutputType(typeof(IotDevice), typeof(PSObject))]
public sealed class RegisterIotDeviceCommand : DialingCmdlet
{
    private const string PartsSet = "Parts";
    private const string RowSet = "Row";

    // Well under the connects that the platform takes of an account in a second.
    private const int Overlap = 16;

    private readonly LateProgress _progress = new("Registering devices");
    private int _registered;

    private readonly Queue<(Task<IotDevice> Task, string Target, ForwardedStages Stages)> _underWay = new();

    /// <summary>The product's key.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PartsSet)]
    [Parameter(Position = 0, ParameterSetName = RowSet)]
    [ValidateNotNullOrEmpty]
    public string? ProductKey { get; set; }

    /// <summary>The device's name within the product.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PartsSet)]
    [Parameter(Position = 1, ParameterSetName = RowSet)]
    [ValidateNotNullOrEmpty]
    public string? DeviceName { get; set; }

    /// <summary>
    /// The product's secret: a SecureString, a PSCredential or a string; left away, it is asked for. A column ProductSecret
    /// in its place.
    /// </summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = PartsSet)]
    [Parameter(Position = 2, ParameterSetName = RowSet)]
    [SecretArgument]
    public SecureString? ProductSecret { get; set; }

    /// <summary>
    /// A hashtable, the row of a file or any other object with ProductKey and DeviceName, and where wanted
    /// ProductSecret, ClientId, Region, InstanceId and Endpoint. A parameter that is given counts for all of them.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowSet)]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// For devices that the console does not know. They get a token that belongs to their client id, in the place of a
    /// secret, and are created by it.
    /// </summary>
    [Parameter]
    public SwitchParameter NoPreRegistration { get; set; }

    /// <summary>MQTT over wss, or HTTPS.</summary>
    [Parameter]
    public IotRegistrationProtocol Protocol { get; set; }

    /// <summary>1 to 64 characters without '|'; by default <c>productKey.deviceName</c>.</summary>
    [Parameter]
    public string? ClientId { get; set; }

    /// <summary>The HMAC.</summary>
    [Parameter]
    public IotSignMethod SignMethod { get; set; }

    /// <summary>The region of the public instance.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>The id of an instance of one's own.</summary>
    [Parameter]
    public string? InstanceId { get; set; }

    /// <summary>
    /// Replaces the platform's address: <c>wss://host:port/</c> or <c>host:port</c>; over HTTPS also <c>https://…</c>.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Endpoint { get; set; }

    /// <summary>From the name look-up to the secret, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.001, 3600.0)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Emits rows of text with the secret in them, for Export-Csv or ConvertTo-Json. Whoever reads such a row can
    /// connect as the device.
    /// </summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var row = new InputRow(InputObject);
        string target = $"{ProductKey ?? row.Text(nameof(ProductKey))}/{DeviceName ?? row.Text(nameof(DeviceName))}";
        try
        {
            Start(row, target);
        }
        catch (IotException e)
        {
            EmitAll();
            WriteError(Errors.Record(e, target));
        }

        while (_underWay.TryPeek(out var head) && (head.Task.IsCompleted || !MyInvocation.ExpectingInput))
            Emit();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        EmitAll();
        _progress.Complete(this);
    }

    private void Start(InputRow row, string target)
    {
        if (NoPreRegistration && Protocol == IotRegistrationProtocol.Https)
        {
            throw new IotException(
                IotErrorId.InvalidEndpoint,
                "Without pre-registration a device registers over MQTT only.",
                "Omit -Protocol Https.");
        }

        var device = new CredentialRequest
        {
            ProductKey = ProductKey ?? row.Required(nameof(ProductKey), IotErrorId.InvalidProductKey),
            DeviceName = DeviceName ?? row.Required(nameof(DeviceName), IotErrorId.InvalidDeviceName),
            ClientId = ClientId ?? row.Text(nameof(ClientId)),
            SignMethod = SignMethod,
            Region = Region ?? row.Text(nameof(Region)),
            InstanceId = InstanceId ?? row.Text(nameof(InstanceId)),
            Endpoint = Endpoint ?? row.Text(nameof(Endpoint)),
        };
        var secret = ProductSecret is null ? row.Secret(nameof(ProductSecret)) : IotSecret.From(ProductSecret)!;
        var request = Sign(device, secret);
        var settings = CreateSettings(device, request);
        if (!Allows(target, $"Register at {settings.Endpoint.Authority}"))
            return;
        if (_underWay.Count >= Overlap)
            Emit();
        var stages = new ForwardedStages();
        _underWay.Enqueue((Task.Run(() => RegisterAsync(device, request, settings, stages)), target, stages));
    }

    private RegistrationRequest Sign(in CredentialRequest device, IotSecret secret)
    {
        string random = RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture);
        return new RegistrationRequest
        {
            ProductKey = device.ProductKey,
            DeviceName = device.DeviceName,
            ClientId = CredentialFactory.ClientIdOf(device),
            SignMethod = SignMethod,
            IsPreRegistered = !NoPreRegistration,
            InstanceId = device.InstanceId,
            Random = random,
            Signature = SecretSigner.SignRegistration(SignMethod, secret, device.DeviceName, device.ProductKey, random),
        };
    }

    private ConnectionSettings CreateSettings(in CredentialRequest device, RegistrationRequest request) => new()
    {
        Name = device.DeviceName,
        Endpoints = [Address(device)],
        MqttClientId = request.MqttClientId,
        MqttUsername = request.MqttUsername,
        MqttPassword = request.Signature,
        KeepAliveSeconds = 60,
        CleanSession = true,
        Reconnect = false,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Tls = Tls,
        Proxy = ProxySettings,
        Headers = Headers,
    };

    private Uri Address(in CredentialRequest device)
    {
        if (Protocol == IotRegistrationProtocol.Https)
            return HttpsAddress(device);
        var endpoint = CredentialFactory.EndpointOf(device).Endpoint;
        return endpoint.Scheme == "wss"
            ? endpoint
            : throw new IotException(
                IotErrorId.InvalidEndpoint,
                $"A registration over {endpoint.Scheme} would show the secret to everybody on the way, and the platform "
                + "refuses it.",
                "Give an endpoint that begins with wss://.");
    }

    private static Uri HttpsAddress(in CredentialRequest device)
    {
        if (string.IsNullOrEmpty(device.Endpoint))
            return PlatformEndpoint.ForRegistration(device.Region);
        bool isWhole = device.Endpoint.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        var given = isWhole ? new Uri(device.Endpoint) : CredentialFactory.EndpointOf(device).Endpoint;
        return new UriBuilder(given)
        {
            Scheme = "https",
            Path = isWhole && given.AbsolutePath.Length > 1 ? given.AbsolutePath : "/auth/register/device",
        }.Uri;
    }

    private async Task<IotDevice> RegisterAsync(
        CredentialRequest device, RegistrationRequest request, ConnectionSettings settings, IProgress<string> stages)
    {
        var answer = Protocol == IotRegistrationProtocol.Https
            ? await HttpRegistrar.RegisterAsync(request, settings, stages, StopToken).ConfigureAwait(false)
            : await MqttRegistrar.RegisterAsync(request, settings, stages, StopToken).ConfigureAwait(false);
        bool hasMqttAddress = device.Endpoint?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == false;
        return new IotDevice
        {
            ProductKey = device.ProductKey,
            DeviceName = device.DeviceName,
            DeviceSecret = Secure(answer.DeviceSecret),
            ClientId = answer.DeviceToken is null ? device.ClientId : answer.ClientId,
            DeviceToken = Secure(answer.DeviceToken),
            Region = device.Region,
            InstanceId = device.InstanceId,
            Endpoint = hasMqttAddress ? CredentialFactory.EndpointOf(device).Endpoint : null,
        };
    }

    private void EmitAll()
    {
        while (_underWay.Count > 0)
            Emit();
    }

    private void Emit()
    {
        var (task, target, stages) = _underWay.Dequeue();
        _progress.Show(this, () => string.Create(
            CultureInfo.InvariantCulture, $"{_registered} registered, {_underWay.Count + 1} under way"));
        try
        {
            var device = Await((listener, cancellation) =>
            {
                stages.Forward(listener);
                return task.WaitAsync(cancellation);
            });
            _registered++;
            WriteObject(AsPlainText ? PlainText(device) : device);
        }
        catch (IotException e)
        {
            WriteError(Errors.Record(e, target));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private static PSObject PlainText(IotDevice device)
    {
        var row = new PSObject();
        foreach (var property in PSObject.AsPSObject(device).Properties)
        {
            object? value = property.Value is SecureString secret
                ? new NetworkCredential(null, secret).Password
                : property.Value?.ToString();
            row.Properties.Add(new PSNoteProperty(property.Name, value));
        }

        return row;
    }

    private static SecureString? Secure(string? text) =>
        text is null ? null : new NetworkCredential(null, text).SecurePassword;
}
