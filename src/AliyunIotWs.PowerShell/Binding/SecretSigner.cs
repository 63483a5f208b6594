using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using AliyunIotWs.Credentials;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Signs with a secret whose bytes are wiped afterwards.</summary>
internal static class SecretSigner
{
    private delegate T Signing<out T>(ReadOnlySpan<byte> secret);

    public static IotMqttCredential Sign(CredentialRequest request, IotSecret secret) =>
        With(secret, key => CredentialFactory.Create(request, key));

    /// <summary>The signature of a sub-device, which its gateway passes on.</summary>
    public static string Sign(
        IotSignMethod method, IotSecret secret, string clientId, string deviceName, string productKey, string timestamp) =>
        With(secret, key => CredentialSigner.Sign(method, key, clientId, deviceName, productKey, timestamp));

    /// <summary>The signature of a device that registers, with the secret of its product.</summary>
    public static string SignRegistration(
        IotSignMethod method, IotSecret productSecret, string deviceName, string productKey, string random)
    {
        byte[] content = Encoding.UTF8.GetBytes($"deviceName{deviceName}productKey{productKey}random{random}");
        return With(productSecret, key =>
        {
            DeviceIdentity.Validate(productKey, deviceName, key, "ProductSecret");
            return CredentialSigner.Hash(method, key, content);
        });
    }

    private static T With<T>(IotSecret secret, Signing<T> sign)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(secret.ByteCount, 1));
        int length = secret.CopyTo(rented);
        try
        {
            return sign(rented.AsSpan(0, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(rented.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
