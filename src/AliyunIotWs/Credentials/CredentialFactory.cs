using System.Text;
using AliyunIotWs.Endpoints;

namespace AliyunIotWs.Credentials;

/// <summary>Builds the CONNECT fields out of a device's triple, without any network.</summary>
internal static class CredentialFactory
{
    /// <param name="request">The device and how to sign for it.</param>
    /// <param name="deviceSecret">The key of the HMAC as UTF-8 bytes; not kept.</param>
    /// <exception cref="Errors.IotException">A part that the platform can not accept.</exception>
    public static IotMqttCredential Create(in CredentialRequest request, ReadOnlySpan<byte> deviceSecret)
    {
        DeviceIdentity.Validate(request.ProductKey, request.DeviceName, deviceSecret);
        string clientId = ClientIdOf(request);
        var (endpoint, transport) = EndpointOf(request);
        var extension = SignedExtension.Of(transport, request.SignMethod, request.Timestamp, request.CustomRrpc);
        string password = CredentialSigner.Sign(
            request.SignMethod, deviceSecret, clientId, request.DeviceName, request.ProductKey, extension.Timestamp);
        return new IotMqttCredential(request.ClientId, extension.Text, password)
        {
            ProductKey = request.ProductKey,
            DeviceName = request.DeviceName,
            SignMethod = request.SignMethod,
            Timestamp = extension.Timestamp,
            Transport = transport,
            Endpoint = endpoint,
        };
    }

    /// <param name="request">The device; its client id is the one that the token belongs to.</param>
    /// <param name="token">What a registration without a device in the console gave.</param>
    /// <exception cref="Errors.IotException">A part that the platform can not accept.</exception>
    public static IotMqttCredential CreateFromToken(in CredentialRequest request, string token)
    {
        DeviceIdentity.Validate(request.ProductKey, request.DeviceName, Encoding.UTF8.GetBytes(token), "DeviceToken");
        string clientId = ClientIdOf(request);
        var (endpoint, transport) = EndpointOf(request);
        return new IotMqttCredential(clientId, MqttClientId.TokenExtension(request.CustomRrpc), token)
        {
            ProductKey = request.ProductKey,
            DeviceName = request.DeviceName,
            SignMethod = null,
            Timestamp = null,
            Transport = transport,
            Endpoint = endpoint,
        };
    }

    /// <summary>The given client id, or <c>productKey.deviceName</c>.</summary>
    /// <exception cref="Errors.IotException">It is none.</exception>
    public static string ClientIdOf(in CredentialRequest request)
    {
        string clientId = MqttClientId.FreePart(request.ClientId, request.ProductKey, request.DeviceName);
        MqttClientId.Validate(clientId);
        return clientId;
    }

    /// <summary>The given endpoint, or the platform's own; a scheme in it decides the transport.</summary>
    /// <exception cref="Errors.IotException">It is no address.</exception>
    public static (Uri Endpoint, IotTransport Transport) EndpointOf(in CredentialRequest request) =>
        string.IsNullOrEmpty(request.Endpoint)
            ? (PlatformEndpoint.For(request.ProductKey, request.Region, request.InstanceId, request.Transport), request.Transport)
            : EndpointText.Parse(request.Endpoint, request.Transport);
}
