using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Credentials;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Pacing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Opens an MQTT connection over WebSocket and makes it the runspace's default. Emits an
/// <see cref="IotMqttConnection"/> for each credential, in their order; the connects of a pipeline overlap. A failed connect is a terminating error; where the pipeline brings several
/// credentials, it is a non-terminating one and the others go on.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "IotMqtt", DefaultParameterSetName = CredentialSet)]
[OutputType(typeof(IotMqttConnection))]
public sealed class ConnectIotMqttCommand : AsyncCmdlet
{
    // The device's own parameters do not come from the pipeline: a stored credential has their names too, and New-
    // IotMqttCredential signs rows of a file.
    private const string CredentialSet = "Credential";
    private const string FieldsSet = "Fields";
    private const string DeviceSet = "Device";

    private readonly List<ErrorRecord> _failures = [];
    private readonly ConnectQueue _queue = new();
    private readonly RecentEndpoint _endpoint = new();
    private TlsSettings? _tls;
    private ProxySettings? _proxy;
    private int _attempts;

    /// <summary>What New-IotMqttCredential signed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = CredentialSet)]
    [CredentialArgument]
    public IotMqttCredential Credential { get; set; } = null!;

    /// <summary>The client id of the CONNECT packet, for a credential that was stored.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [ValidateNotNullOrEmpty]
    public string MqttClientId { get; set; } = string.Empty;

    /// <summary>The user name of the CONNECT packet.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [ValidateNotNullOrEmpty]
    public string MqttUsername { get; set; } = string.Empty;

    /// <summary>The password of the CONNECT packet, as string or SecureString.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [SecretArgument]
    public IotSecret MqttPassword { get; set; } = null!;

    /// <summary>The product's key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeviceSet)]
    [AllowEmptyString]
    public string ProductKey { get; set; } = string.Empty;

    /// <summary>The device's name within the product.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeviceSet)]
    [AllowEmptyString]
    public string DeviceName { get; set; } = string.Empty;

    /// <summary>The device's secret, as string or SecureString.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeviceSet)]
    [SecretArgument]
    public IotSecret DeviceSecret { get; set; } = null!;

    /// <summary>1 to 64 characters without '|'; by default <c>productKey.deviceName</c>.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public string? ClientId { get; set; }

    /// <summary>The HMAC.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public IotSignMethod SignMethod { get; set; }

    /// <summary>Wss (secure mode 2) or Ws (secure mode 3); a scheme in -Endpoint decides over it.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public IotTransport Transport { get; set; }

    /// <summary>Milliseconds since 1970; by default the present time.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    [ValidateRange(0, long.MaxValue)]
    public long? Timestamp { get; set; }

    /// <summary>Signs without a time.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public SwitchParameter NoTimestamp { get; set; }

    /// <summary>The region of the public instance.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>The id of an instance of one's own.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public string? InstanceId { get; set; }

    /// <summary>Where to connect, in place of the credential's own endpoint.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [Parameter(ParameterSetName = DeviceSet)]
    public string? Endpoint { get; set; }

    /// <summary>The connection's name; by default <c>productKey.deviceName</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The only authorities that count, as paths or certificates; the host name is checked as well.</summary>
    [Parameter]
    [CertificateArgument]
    [ValidateNotNullOrEmpty]
    public X509Certificate2[]? TrustedCertificate { get; set; }

    /// <summary>The certificate with private key that this client shows.</summary>
    [Parameter]
    [CertificateArgument]
    [ValidateCount(1, 1)]
    public X509Certificate2[]? ClientCertificate { get; set; }

    /// <summary>Accepts any certificate. Whoever stands in between can then read and change everything.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>An HTTP proxy that allows CONNECT; by default what the environment names.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>Who is let through the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Goes around any proxy that the environment names.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>30 to 1200 seconds, as the platform takes it.</summary>
    [Parameter]
    [ValidateRange(30, 1200)]
    public int KeepAliveSeconds { get; set; } = 300;

    /// <summary>Starts without the messages and subscriptions that the broker kept for this client id.</summary>
    [Parameter]
    public SwitchParameter CleanSession { get; set; }

    /// <summary>From the name look-up to the CONNACK, in seconds; also for each answer to a subscription.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Gives up when the link is lost, in place of connecting again.</summary>
    [Parameter]
    public SwitchParameter NoReconnect { get; set; }

    /// <summary>
    /// Messages per second at the most; 0: as fast as they go. By default the platform's published rates on its own
    /// hosts and on an emulator of this session that keeps them (10 a second at QoS 1, 30 at QoS 0), because what exceeds
    /// them is dropped without a word, and no limit on others.
    /// </summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000.0)]
    public double? MaxSendRate { get; set; }

    /// <summary>One MQTT packet in each WebSocket message, for a gateway that can not take several.</summary>
    [Parameter]
    public SwitchParameter SinglePacketFrames { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => SigningTime.Check(this, Timestamp, NoTimestamp);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _attempts++;
        string target = Target();
        try
        {
            var settings = CreateSettings();
            ConnectWarnings.WarnOfSecureMode(this, settings);
            ConnectWarnings.WarnOfDuel(this, settings);
            if (_queue.IsFull)
                Take(_queue.Dequeue());
            _queue.Enqueue(settings, target, StopToken);
        }
        catch (IotException e)
        {
            Fail(e, target);
        }

        while (_queue.IsHeadDone || (!MyInvocation.ExpectingInput && _queue.Count > 0))
            Take(_queue.Dequeue());
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_queue.Count > 0)
            Take(_queue.Dequeue());
        _queue.CompleteProgress(this);
        // One credential that was piped in is a whole, just as one that was passed as an argument.
        if (_attempts == 1 && _failures.Count == 1)
            ThrowTerminatingError(_failures[0]);
        ReportFailures();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        while (_queue.Count > 0)
            _ = DiscardAsync(_queue.Dequeue().Task);
        base.Dispose(disposing);
    }

    private void Take(ConnectQueue.Entry entry)
    {
        try
        {
            _queue.ShowProgress(this, ModuleState.Current.ConnectionCount);
            var session = entry.Task.IsCompleted ? Completed(entry) : Await((stages, cancellation) =>
            {
                entry.Stages.Forward(stages);
                return entry.Task.WaitAsync(cancellation);
            });
            var connection = new IotMqttConnection(session);
            ModuleState.Current.Add(connection);
            WriteObject(connection);
        }
        catch (IotException e)
        {
            Fail(e, entry.Target);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            _ = DiscardAsync(entry.Task);
            throw new PipelineStoppedException();
        }
    }

    // Most connects of a fleet are done when their turn comes, and there is nothing to wait for.
    private DeviceSession Completed(ConnectQueue.Entry entry)
    {
        StopToken.ThrowIfCancellationRequested();
        foreach (string stage in entry.Stages.Take())
            WriteVerbose(stage);
        return entry.Task.GetAwaiter().GetResult();
    }

    private void Fail(IotException error, string target)
    {
        var record = Errors.Record(error, target);
        if (!MyInvocation.ExpectingInput)
            ThrowTerminatingError(record);
        _failures.Add(record);
        if (_attempts > 1)
            ReportFailures();
    }

    private void ReportFailures()
    {
        foreach (var record in _failures)
            WriteError(record);
        _failures.Clear();
    }

    private string Target() => ParameterSetName switch
    {
        CredentialSet => Credential.ToString(),
        DeviceSet => $"{ProductKey}/{DeviceName}",
        _ => MqttUsername,
    };

    private ConnectionSettings CreateSettings()
    {
        (string clientId, string username, string password, var endpoint) = Fields();
        ConnectFields.Validate(clientId, username, password);
        string name = Name ?? DefaultName(username, endpoint);
        return new ConnectionSettings
        {
            Name = name,
            Endpoint = endpoint,
            MqttClientId = clientId,
            MqttUsername = username,
            MqttPassword = password,
            KeepAliveSeconds = KeepAliveSeconds,
            CleanSession = CleanSession,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            Reconnect = !NoReconnect,
            SinglePacketFrames = SinglePacketFrames,
            Pacer = SendPacer.Create(IsLimited(endpoint), MaxSendRate),
            Tls = _tls ??= TlsArguments.Read(TrustedCertificate, ClientCertificate, SkipCertificateCheck),
            Proxy = _proxy ??= new ProxySettings
            {
                Address = Proxy,
                Credentials = ProxyCredential?.GetNetworkCredential(),
                Bypass = NoProxy,
            },
        };
    }

    private (string ClientId, string Username, string Password, Uri Endpoint) Fields()
    {
        if (ParameterSetName == FieldsSet)
        {
            var endpoint = _endpoint.Parse(Endpoint!, IotTransport.Wss);
            return (MqttClientId, MqttUsername, StoredCredential.Password(MqttPassword), endpoint);
        }

        var credential = ParameterSetName == DeviceSet ? SignDevice() : Credential;
        var where = Endpoint is null || ParameterSetName == DeviceSet
            ? credential.Endpoint
            : _endpoint.Parse(Endpoint, credential.Transport);
        return (credential.MqttClientId, credential.MqttUsername, credential.Password, where);
    }

    private IotMqttCredential SignDevice()
    {
        var request = new CredentialRequest
        {
            ProductKey = ProductKey,
            DeviceName = DeviceName,
            ClientId = ClientId,
            Timestamp = SigningTime.Of(Timestamp, NoTimestamp),
            SignMethod = SignMethod,
            Transport = Transport,
            Region = Region,
            InstanceId = InstanceId,
            Endpoint = Endpoint,
        };
        return SecretSigner.Sign(request, DeviceSecret);
    }

    // An emulator of this session drops what is over the platform's rates, as the platform does.
    private static bool IsLimited(Uri endpoint) =>
        PlatformEndpoint.IsPlatform(endpoint) || ModuleState.Current.Emulators.Any(emulator => emulator.Limits(endpoint));

    private static string DefaultName(string username, Uri endpoint)
    {
        int at = username.IndexOf('&', StringComparison.Ordinal);
        return at > 0 ? $"{username[(at + 1)..]}.{username[..at]}" : $"{username}@{endpoint.Host}";
    }
}
