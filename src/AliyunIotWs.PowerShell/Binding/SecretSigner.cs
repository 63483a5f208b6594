using System.Buffers;
using System.Security.Cryptography;
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
