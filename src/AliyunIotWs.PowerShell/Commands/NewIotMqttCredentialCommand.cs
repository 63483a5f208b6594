using System.Management.Automation;
using System.Security;
using AliyunIotWs.Credentials;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Signs the MQTT credential of a device, without any network. Emits an <see cref="IotMqttCredential"/>; wrong input is
/// a non-terminating error, so that one bad line of a file does not stop the others.
/// </summary>
[Cmdlet(VerbsCommon.New, "IotMqttCredential", DefaultParameterSetName = PartsSet)]
[OutputType(typeof(IotMqttCredential), typeof(PSObject))]
public sealed class NewIotMqttCredentialCommand : PSCmdlet
{
    // Rows come whole: binding their columns to parameters costs more than all the rest, the signature included.
    private const string PartsSet = "Parts";
    private const string RowSet = "Row";

    /// <summary>The product's key.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PartsSet)]
    [Parameter(Position = 0, ParameterSetName = RowSet)]
    [AllowEmptyString]
    public string? ProductKey { get; set; }

    /// <summary>The device's name within the product.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PartsSet)]
    [Parameter(Position = 1, ParameterSetName = RowSet)]
    [AllowEmptyString]
    public string? DeviceName { get; set; }

    /// <summary>The device's secret: a SecureString, a PSCredential or a string; left away, it is asked for.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = PartsSet)]
    [Parameter(Position = 2, ParameterSetName = RowSet)]
    [SecretArgument]
    public SecureString? DeviceSecret { get; set; }

    /// <summary>
    /// A hashtable, the row of a file or any other object with ProductKey, DeviceName and DeviceSecret (or the
    /// DeviceToken and ClientId of a registration), and where wanted ClientId, Region, InstanceId and Endpoint. A
    /// parameter that is given counts for all of them. A PSCredential has the device in its user name,
    /// <c>deviceName&amp;productKey</c>; a SecureString is the secret alone.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowSet)]
    public PSObject? InputObject { get; set; }

    /// <summary>1 to 64 characters without '|'; by default <c>productKey.deviceName</c>.</summary>
    [Parameter]
    public string? ClientId { get; set; }

    /// <summary>The HMAC.</summary>
    [Parameter]
    public IotSignMethod SignMethod { get; set; }

    /// <summary>Wss (secure mode 2) or Ws (secure mode 3); a scheme in -Endpoint decides over it.</summary>
    [Parameter]
    public IotTransport Transport { get; set; }

    /// <summary>Milliseconds since 1970; by default the present time. The platform checks no time window.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? Timestamp { get; set; }

    /// <summary>Signs without a time.</summary>
    [Parameter]
    public SwitchParameter NoTimestamp { get; set; }

    /// <summary>The region of the public instance.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>The id of an instance of one's own, such as <c>iot-0a1b2c3d</c>.</summary>
    [Parameter]
    public string? InstanceId { get; set; }

    /// <summary>Replaces the platform's address: <c>wss://host:port/path</c> or <c>host:port</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public string? Endpoint { get; set; }

    /// <summary>
    /// Announces that calls (RRPC) on topics of the device's own are understood, with <c>ext=1</c> in the client id;
    /// the platform sends them to no other client. Receive-IotRequest takes them.
    /// </summary>
    [Parameter]
    public SwitchParameter CustomRrpc { get; set; }

    /// <summary>
    /// Emits a row of text with the password in it, for ConvertTo-Json or Export-Csv; Connect-IotMqtt takes it, and
    /// what was read back from such a file. Whoever reads the row can connect as the device.
    /// </summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => SigningTime.Check(this, Timestamp, NoTimestamp);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var row = new InputRow(InputObject);
        string? name = DeviceName;
        try
        {
            name ??= row.Required(nameof(DeviceName), IotErrorId.InvalidDeviceName);
            var request = new CredentialRequest
            {
                ProductKey = ProductKey ?? row.Required(nameof(ProductKey), IotErrorId.InvalidProductKey),
                DeviceName = name,
                ClientId = ClientId ?? row.Text(nameof(ClientId)),
                Timestamp = SigningTime.Of(Timestamp, NoTimestamp),
                SignMethod = SignMethod,
                Transport = Transport,
                Region = Region ?? row.Text(nameof(Region)),
                InstanceId = InstanceId ?? row.Text(nameof(InstanceId)),
                CustomRrpc = CustomRrpc,
                Endpoint = Endpoint ?? row.Text(nameof(Endpoint)),
            };
            var credential = DeviceSecret is null && TokenOf(row) is { } token
                ? CredentialFactory.CreateFromToken(request, token)
                : SecretSigner.Sign(request, DeviceSecret is null ? row.Secret() : IotSecret.From(DeviceSecret)!);
            WriteObject(AsPlainText ? StoredCredential.From(credential) : credential);
        }
        catch (IotException e)
        {
            WriteError(Errors.Record(e, name));
        }
    }

    private static string? TokenOf(in InputRow row) => row.Value("DeviceToken") is { } given
        && IotSecret.From(given)?.Reveal() is { Length: > 0 } token ? token : null;
}
