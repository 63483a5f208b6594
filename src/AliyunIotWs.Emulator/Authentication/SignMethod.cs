using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>A way to sign that the platform knows.</summary>
/// <param name="Name">As in the parameter <c>signmethod</c>, in lower case.</param>
/// <param name="HexDigits">Length of a signature in hexadecimal digits.</param>
/// <param name="Hash">Key, then content, to code.</param>
internal sealed record SignMethod(string Name, int HexDigits, Func<byte[], byte[], byte[]> Hash)
{
    public static readonly SignMethod HmacMd5 = new("hmacmd5", 32, HMACMD5.HashData);
    public static readonly SignMethod HmacSha1 = new("hmacsha1", 40, HMACSHA1.HashData);
    public static readonly SignMethod HmacSha256 = new("hmacsha256", 64, HMACSHA256.HashData);

    private static readonly SignMethod[] s_all = [HmacMd5, HmacSha1, HmacSha256];

    public static IReadOnlyList<SignMethod> All => s_all;

    /// <summary>Finds a method by name, in any case; without a name it is hmacmd5. Null when there is none.</summary>
    public static SignMethod? Find(string? name)
    {
        if (name is null)
            return HmacMd5;
        foreach (var method in s_all)
        {
            if (method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return method;
        }

        return null;
    }

    /// <summary>True when the password is this content's signature: all its digits, in either case.</summary>
    public bool Verify(string secret, string content, string password)
    {
        string expected = Convert.ToHexString(Hash(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content)));
        Span<char> given = stackalloc char[HexDigits];
        int length = password.AsSpan().ToUpperInvariant(given);
        return length == HexDigits && CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(given[..length]));
    }
}
