using System.Buffers;
using System.Security.Cryptography;
using AliyunIotWs.Credentials;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Signs with a secret whose bytes are wiped afterwards.</summary>
internal static class SecretSigner
{
    public static IotMqttCredential Sign(in CredentialRequest request, IotSecret secret)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(secret.ByteCount, 1));
        int length = secret.CopyTo(rented);
        try
        {
            return CredentialFactory.Create(request, rented.AsSpan(0, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(rented.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
