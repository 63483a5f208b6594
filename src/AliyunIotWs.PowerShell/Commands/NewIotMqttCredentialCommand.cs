using System.Management.Automation;
using AliyunIotWs.Credentials;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Signs the MQTT credential of a device, without any network. Emits an <see cref="IotMqttCredential"/>; wrong input is
/// a non-terminating error, so that one bad line of a file does not stop the others.
/// </summary>
[Cmdlet(VerbsCommon.New, "IotMqttCredential", DefaultParameterSetName = "Timestamp")]
[OutputType(typeof(IotMqttCredential))]
public sealed class NewIotMqttCredentialCommand : PSCmdlet
{
    /// <summary>The product's key.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string ProductKey { get; set; } = string.Empty;

    /// <summary>The device's name within the product.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string DeviceName { get; set; } = string.Empty;

    /// <summary>The device's secret, as string or SecureString.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [SecretArgument]
    public IotSecret DeviceSecret { get; set; } = null!;

    /// <summary>1 to 64 characters without '|'; by default <c>productKey.deviceName</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ClientId { get; set; }

    /// <summary>The HMAC.</summary>
    [Parameter]
    public IotSignMethod SignMethod { get; set; }

    /// <summary>Wss (secure mode 2) or Ws (secure mode 3); a scheme in -Endpoint decides over it.</summary>
    [Parameter]
    public IotTransport Transport { get; set; }

    /// <summary>Milliseconds since 1970; by default the present time. The platform checks no time window.</summary>
    [Parameter(ParameterSetName = "Timestamp")]
    [ValidateRange(0, long.MaxValue)]
    public long? Timestamp { get; set; }

    /// <summary>Signs without a time.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "NoTimestamp")]
    public SwitchParameter NoTimestamp { get; set; }

    /// <summary>The region of the public instance.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>The id of an instance of one's own, such as <c>iot-0a1b2c3d</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? InstanceId { get; set; }

    /// <summary>Replaces the platform's address: <c>wss://host:port/path</c> or <c>host:port</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Endpoint { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var request = new CredentialRequest
        {
            ProductKey = ProductKey,
            DeviceName = DeviceName,
            ClientId = ClientId,
            Timestamp = NoTimestamp ? null : Timestamp ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            SignMethod = SignMethod,
            Transport = Transport,
            Region = Region,
            InstanceId = InstanceId,
            Endpoint = Endpoint,
        };
        try
        {
            WriteObject(SecretSigner.Sign(request, DeviceSecret));
        }
        catch (IotException e)
        {
            WriteError(Errors.Record(e, DeviceName));
        }
    }
}
