using System.Globalization;
using AliyunIotWs.Endpoints;

namespace AliyunIotWs.Credentials;

/// <summary>Builds the CONNECT fields out of a device's triple, without any network.</summary>
internal static class CredentialFactory
{
    private static KnownTime? s_time;

    /// <param name="request">The device and how to sign for it.</param>
    /// <param name="deviceSecret">The key of the HMAC as UTF-8 bytes; not kept.</param>
    /// <exception cref="Errors.IotException">A part that the platform can not accept.</exception>
    public static IotMqttCredential Create(in CredentialRequest request, ReadOnlySpan<byte> deviceSecret)
    {
        DeviceIdentity.Validate(request.ProductKey, request.DeviceName, deviceSecret);
        string clientId = string.IsNullOrEmpty(request.ClientId)
            ? DefaultClientId(request.ProductKey, request.DeviceName)
            : request.ClientId;
        MqttClientId.Validate(clientId);

        Uri endpoint;
        var transport = request.Transport;
        if (string.IsNullOrEmpty(request.Endpoint))
            endpoint = PlatformEndpoint.For(request.ProductKey, request.Region, request.InstanceId, transport);
        else
            (endpoint, transport) = EndpointText.Parse(request.Endpoint, transport);

        string? timestamp = request.Timestamp is { } time ? Text(time) : null;
        string password = CredentialSigner.Sign(
            request.SignMethod, deviceSecret, clientId, request.DeviceName, request.ProductKey, timestamp);
        return new IotMqttCredential(password)
        {
            ProductKey = request.ProductKey,
            DeviceName = request.DeviceName,
            ClientId = clientId,
            SignMethod = request.SignMethod,
            Timestamp = timestamp,
            Transport = transport,
            Endpoint = endpoint,
            MqttClientId = MqttClientId.Compose(
                clientId, transport, request.SignMethod, timestamp, request.CustomRrpc),
            MqttUsername = $"{request.DeviceName}&{request.ProductKey}",
        };
    }

    // A fleet is signed at one time, or at a few.
    private static string Text(long timestamp)
    {
        if (s_time is { } known && known.Value == timestamp)
            return known.Text;
        string text = timestamp.ToString(CultureInfo.InvariantCulture);
        s_time = new KnownTime(timestamp, text);
        return text;
    }

    // The default joins two names that may together exceed the 64 characters of a client id;
    // both are signed in full beside it, so that cutting it short loses nothing.
    private static string DefaultClientId(string productKey, string deviceName)
    {
        string joined = $"{productKey}.{deviceName}";
        return joined.Length <= MqttClientId.MaximumLength ? joined : joined[..MqttClientId.MaximumLength];
    }

    private sealed record KnownTime(long Value, string Text);
}
