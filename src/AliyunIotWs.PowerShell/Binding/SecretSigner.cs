using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using AliyunIotWs.Credentials;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Signs with a secret whose bytes are wiped afterwards.</summary>
internal static class SecretSigner
{
    private delegate TResult Signing<TRequest, out TResult>(ReadOnlySpan<byte> secret, in TRequest request);

    // A fleet's credentials come by the thousand: nothing is captured for each.
    public static IotMqttCredential Sign(in CredentialRequest request, IotSecret secret) =>
        With(secret, request, static (key, in request) => CredentialFactory.Create(request, key));

    /// <summary>The signature of a sub-device, which its gateway passes on.</summary>
    public static string Sign(
        IotSignMethod method, IotSecret secret, string clientId, string deviceName, string productKey, string timestamp) =>
        With(secret, (method, clientId, deviceName, productKey, timestamp), static (key, in r) =>
            CredentialSigner.Sign(r.method, key, r.clientId, r.deviceName, r.productKey, r.timestamp));

    /// <summary>The signature of a device that registers, with the secret of its product.</summary>
    public static string SignRegistration(
        IotSignMethod method, IotSecret productSecret, string deviceName, string productKey, string random)
    {
        byte[] content = Encoding.UTF8.GetBytes($"deviceName{deviceName}productKey{productKey}random{random}");
        return With(productSecret, (method, deviceName, productKey, content), static (key, in r) =>
        {
            DeviceIdentity.Validate(r.productKey, r.deviceName, key, "ProductSecret");
            return CredentialSigner.Hash(r.method, key, r.content);
        });
    }

    private static TResult With<TRequest, TResult>(
        IotSecret secret, in TRequest request, Signing<TRequest, TResult> sign)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(secret.ByteCount, 1));
        int length = secret.CopyTo(rented);
        try
        {
            return sign(rented.AsSpan(0, length), request);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(rented.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
