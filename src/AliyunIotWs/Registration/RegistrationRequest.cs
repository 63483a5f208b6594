namespace AliyunIotWs.Registration;

/// <summary>A device that asks for its secret or token.</summary>
internal sealed class RegistrationRequest
{
    public required string ProductKey { get; init; }

    public required string DeviceName { get; init; }

    /// <summary>1 to 64 characters; a token belongs to it.</summary>
    public required string ClientId { get; init; }

    public IotSignMethod SignMethod { get; init; }

    /// <summary>The device is known in the console, and gets a secret; else it gets a token.</summary>
    public bool IsPreRegistered { get; init; } = true;

    public string? InstanceId { get; init; }

    /// <summary>Signed along, and new for each request.</summary>
    public required string Random { get; init; }

    /// <summary>The HMAC, keyed with the product's secret, as hexadecimal digits.</summary>
    public required string Signature { get; init; }

    /// <summary>The client id of the CONNECT packet (page "Dynamic registration over MQTT").</summary>
    /// <remarks>
    /// Without pre-registration the page has secure mode -2, and the platform's own SDKs send 2, as for all others.
    /// </remarks>
    public string MqttClientId => ClientId + "|securemode=2,authType=" + (IsPreRegistered ? "register" : "regnwl")
        + $",random={Random},signmethod={Credentials.MqttClientId.WireName(SignMethod)}"
        + (string.IsNullOrEmpty(InstanceId) ? "|" : $",instanceId={InstanceId}|");

    public string MqttUsername => $"{DeviceName}&{ProductKey}";
}
