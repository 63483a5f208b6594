namespace AliyunIotWs.Credentials;

/// <summary>What a user asks to have signed.</summary>
internal readonly struct CredentialRequest
{
    public required string ProductKey { get; init; }

    public required string DeviceName { get; init; }

    /// <summary>Null or empty: <c>productKey.deviceName</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary>Milliseconds since 1970, or null to sign without a time.</summary>
    public long? Timestamp { get; init; }

    public IotSignMethod SignMethod { get; init; }

    public IotTransport Transport { get; init; }

    public string? Region { get; init; }

    public string? InstanceId { get; init; }

    /// <summary>Announces that calls on topics of the device's own are understood (<c>ext=1</c>).</summary>
    public bool CustomRrpc { get; init; }

    /// <summary>Replaces the platform's address; see <see cref="Endpoints.EndpointText"/>.</summary>
    public string? Endpoint { get; init; }
}
