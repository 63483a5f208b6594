using System.Security;

namespace AliyunIotWs;

/// <summary>
/// A device that has registered, with what it connects with from now on: a secret, or a token and the client id that
/// the token belongs to. New-IotMqttCredential takes it as it is.
/// </summary>
public sealed class IotDevice
{
    /// <summary>The key of the product that the device belongs to.</summary>
    public required string ProductKey { get; init; }

    /// <summary>The name of the device within its product.</summary>
    public required string DeviceName { get; init; }

    /// <summary>The secret of a device that is known in the console; else null.</summary>
    public SecureString? DeviceSecret { get; init; }

    /// <summary>The client id that <see cref="DeviceToken"/> belongs to; null of a device with a secret.</summary>
    public string? ClientId { get; init; }

    /// <summary>The token of a device that was not registered in the console before; else null.</summary>
    public SecureString? DeviceToken { get; init; }

    /// <summary>The region of the public instance; null: the default.</summary>
    public string? Region { get; init; }

    /// <summary>The id of an instance of one's own; null: none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Where it registered, and connects; null: the platform's own address.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Names the device, never the secret.</summary>
    public override string ToString() => $"{ProductKey}/{DeviceName}";
}
