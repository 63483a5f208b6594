using System.Net;
using System.Security;

namespace AliyunIotWs;

/// <summary>
/// A signed device credential: the three CONNECT fields of the platform and where to send them. The device secret is
/// not kept, so that the object can be stored; <see cref="MqttPassword"/> admits the device as long as the secret is
/// not changed in the console, so treat it like one.
/// </summary>
public sealed class IotMqttCredential
{
    private readonly string? _ownClientId;
    private readonly string _extension;
    private SecureString? _secure;

    // Of a fleet all are held: what can be put together of other parts is not kept beside them.
    internal IotMqttCredential(string? ownClientId, string extension, string password) =>
        (_ownClientId, _extension, Password) = (ownClientId, extension, password);

    /// <summary>The key of the product that the device belongs to.</summary>
    public required string ProductKey { get; init; }

    /// <summary>The name of the device within its product.</summary>
    public required string DeviceName { get; init; }

    /// <summary>The free part of the MQTT client id, 1 to 64 characters.</summary>
    public string ClientId => Credentials.MqttClientId.FreePart(_ownClientId, ProductKey, DeviceName);

    /// <summary>The HMAC that made <see cref="MqttPassword"/>; null where that is a token.</summary>
    public required IotSignMethod? SignMethod { get; init; }

    /// <summary>The signed time in milliseconds since 1970, or null where none was signed.</summary>
    public required string? Timestamp { get; init; }

    /// <summary>The transport that was signed for.</summary>
    public required IotTransport Transport { get; init; }

    /// <summary>
    /// 2 for <c>wss</c>, 3 for <c>ws</c>, -2 for a token; the platform refuses a mode that does not fit the transport.
    /// </summary>
    public int SecureMode => SignMethod is null ? -2 : Transport == IotTransport.Wss ? 2 : 3;

    /// <summary>The address of the platform's gateway, with scheme and port.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The client id of the CONNECT packet (MQTT 3.1.1, section 3.1.3.1).</summary>
    public string MqttClientId => ClientId + _extension;

    /// <summary>The user name of the CONNECT packet: <c>deviceName&amp;productKey</c>.</summary>
    public string MqttUsername => $"{DeviceName}&{ProductKey}";

    /// <summary>
    /// The password of the CONNECT packet: the HMAC as lower-case hexadecimal digits, or the device's token. A SecureString, so that nothing that
    /// shows or stores all properties of something shows it by accident; <see cref="GetNetworkCredential"/> has the text.
    /// </summary>
    public SecureString MqttPassword => _secure ??= new NetworkCredential(null, Password).SecurePassword;

    internal string Password { get; }

    /// <summary>User name and password as text, as a PSCredential gives them.</summary>
    public NetworkCredential GetNetworkCredential() => new(MqttUsername, Password);

    /// <summary>Names the device, never the password.</summary>
    public override string ToString() => $"{ProductKey}/{DeviceName} ({Transport.ToString().ToLowerInvariant()})";
}
