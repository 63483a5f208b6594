using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace AliyunIotWs.Credentials;

/// <summary>
/// The signature of the platform: the HMAC, keyed with the device secret, of the parameters sorted by name and joined
/// as name and value. Hexadecimal digits keep their leading zeros.
/// </summary>
internal static class CredentialSigner
{
    private const int StackLimit = 512;

    public static string Sign(
        IotSignMethod method,
        ReadOnlySpan<byte> secret,
        string clientId,
        string deviceName,
        string productKey,
        string? timestamp)
    {
        // The names in alphabetical order: clientId, deviceName, productKey, timestamp.
        int characters = 38 + clientId.Length + deviceName.Length + productKey.Length + (timestamp?.Length ?? 0);
        int bound = Encoding.UTF8.GetMaxByteCount(characters);
        byte[]? rented = bound > StackLimit ? ArrayPool<byte>.Shared.Rent(bound) : null;
        var content = rented ?? stackalloc byte[StackLimit];
        try
        {
            int length = 0;
            Append(content, ref length, "clientId"u8, clientId);
            Append(content, ref length, "deviceName"u8, deviceName);
            Append(content, ref length, "productKey"u8, productKey);
            if (timestamp is not null)
                Append(content, ref length, "timestamp"u8, timestamp);
            return Hash(method, secret, content[..length]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Append(Span<byte> content, ref int length, ReadOnlySpan<byte> name, string value)
    {
        name.CopyTo(content[length..]);
        length += name.Length;
        length += Encoding.UTF8.GetBytes(value, content[length..]);
    }

    /// <summary>The HMAC as lower-case hexadecimal digits.</summary>
    public static string Hash(IotSignMethod method, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        int written = method switch
        {
            IotSignMethod.HmacSha256 => HMACSHA256.HashData(secret, content, hash),
            IotSignMethod.HmacSha1 => HMACSHA1.HashData(secret, content, hash),
            IotSignMethod.HmacMd5 => HMACMD5.HashData(secret, content, hash),
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
        return Convert.ToHexString(hash[..written]).ToLowerInvariant();
    }
}
