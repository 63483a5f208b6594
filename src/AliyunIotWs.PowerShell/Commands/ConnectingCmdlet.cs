using System.Management.Automation;
using System.Security;
using AliyunIotWs.Credentials;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that connects as a device: with a credential, a stored one, or the device's own triple.</summary>
public abstract class ConnectingCmdlet : DialingCmdlet
{
    // The device's own parameters do not come from the pipeline: a stored credential has their names too, and New-
    // IotMqttCredential signs rows of a file.
    internal const string CredentialSet = "Credential";

    private const string FieldsSet = "Fields";
    private const string DeviceSet = "Device";
    private const string AnonymousSet = "Anonymous";

    private readonly RecentEndpoints _endpoints = new();

    /// <summary>What New-IotMqttCredential signed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = CredentialSet)]
    [CredentialArgument]
    public IotMqttCredential Credential { get; set; } = null!;

    /// <summary>
    /// The client id of the CONNECT packet, for a credential that was stored; of an anonymous connect a random one
    /// where it is left away.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [Parameter(ParameterSetName = AnonymousSet)]
    [ValidateNotNullOrEmpty]
    public string MqttClientId { get; set; } = string.Empty;

    /// <summary>The user name of the CONNECT packet.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [ValidateNotNullOrEmpty]
    public string MqttUsername { get; set; } = string.Empty;

    /// <summary>The password of the CONNECT packet: a SecureString, a PSCredential or a string.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [SecretArgument]
    public SecureString MqttPassword { get; set; } = null!;

    /// <summary>Connects without user name and password, to a broker that allows it. The platform does not.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AnonymousSet)]
    public SwitchParameter Anonymous { get; set; }

    /// <summary>The product's key.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DeviceSet)]
    [AllowEmptyString]
    public string ProductKey { get; set; } = string.Empty;

    /// <summary>The device's name within the product.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DeviceSet)]
    [AllowEmptyString]
    public string DeviceName { get; set; } = string.Empty;

    /// <summary>The device's secret: a SecureString, a PSCredential or a string; left away, it is asked for.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = DeviceSet)]
    [SecretArgument]
    public SecureString DeviceSecret { get; set; } = null!;

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

    /// <summary>
    /// Announces that calls (RRPC) on topics of the device's own are understood, with <c>ext=1</c> in the client id;
    /// the platform sends them to no other client. Receive-IotRequest takes them.
    /// </summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public SwitchParameter CustomRrpc { get; set; }

    /// <summary>
    /// Where to connect, in place of the credential's own endpoint. Of several the first that answers is taken, and
    /// after a loss the next.
    /// </summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = FieldsSet)]
    [Parameter(ParameterSetName = DeviceSet)]
    [Parameter(Mandatory = true, ParameterSetName = AnonymousSet)]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string[]? Endpoint { get; set; }

    private bool IsEndpointGiven => Endpoint is not (null or [] or [null or ""]);

    /// <inheritdoc/>
    protected override void BeginProcessing() => SigningTime.Check(this, Timestamp, NoTimestamp);

    /// <summary>What goes into the CONNECT packet, and where to.</summary>
    /// <exception cref="AliyunIotWs.Errors.IotException">A part that can not be right.</exception>
    internal (string ClientId, string Username, string Password, IReadOnlyList<Uri> Endpoints) ConnectPacket()
    {
        var packet = Fields();
        ConnectFields.Validate(packet.ClientId, packet.Username, packet.Password);
        ConnectFields.ValidateEndpoints(packet.ClientId, packet.Endpoints);
        return packet;
    }

    /// <summary>Names the device, never a secret: the target of errors.</summary>
    internal string Target() => ParameterSetName switch
    {
        CredentialSet => Credential.ToString(),
        DeviceSet => $"{ProductKey}/{DeviceName}",
        AnonymousSet => string.Join(", ", Endpoint!),
        _ => MqttUsername,
    };

    /// <summary>The name of a connection that was given none.</summary>
    internal static string DefaultName(string username, Uri endpoint)
    {
        int at = username.IndexOf('&', StringComparison.Ordinal);
        return at > 0
            ? $"{username[(at + 1)..]}.{username[..at]}"
            : $"{(username.Length > 0 ? username : "anonymous")}@{endpoint.Host}";
    }

    private (string ClientId, string Username, string Password, IReadOnlyList<Uri> Endpoints) Fields()
    {
        if (ParameterSetName == AnonymousSet)
        {
            string clientId = MqttClientId.Length > 0 ? MqttClientId : $"pwsh-{Guid.NewGuid():N}";
            return (clientId, string.Empty, string.Empty, _endpoints.Parse(Endpoint!, IotTransport.Wss));
        }

        if (ParameterSetName == FieldsSet)
        {
            var endpoints = _endpoints.Parse(Endpoint!, IotTransport.Wss);
            return (MqttClientId, MqttUsername, StoredCredential.Password(IotSecret.From(MqttPassword)!), endpoints);
        }

        var credential = ParameterSetName == DeviceSet ? SignDevice() : Credential;
        var where = IsEndpointGiven ? _endpoints.Parse(Endpoint!, credential.Transport) : [credential.Endpoint];
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
            CustomRrpc = CustomRrpc,
            Endpoint = IsEndpointGiven ? Endpoint![0] : null,
        };
        return SecretSigner.Sign(request, IotSecret.From(DeviceSecret)!);
    }
}
