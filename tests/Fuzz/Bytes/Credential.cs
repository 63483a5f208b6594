using System.Security.Cryptography;
using System.Text;

namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>The one device of the fuzzed emulators, and what its right CONNECT must contain.</summary>
internal static class Credential
{
    public const string ProductKey = "pk";
    public const string DeviceName = "device";
    public const string Secret = "a secret that no fuzzer finds";
    public const string User = $"{DeviceName}&{ProductKey}";
    public const string ClientId = "12345|securemode=3,signmethod=hmacsha256,timestamp=789|";

    public static string Signature { get; } = Sign("hmacsha256", Secret, Content("12345", "789"))!;

    /// <summary>Made with another secret.</summary>
    public static string Forged { get; } = Sign("hmacsha256", "another", Content("12345", "789"))!;

    public static byte[] Connect { get; } = Packet.Connect(ClientId, User, Signature);

    public static string Content(string clientId, string? timestamp) =>
        $"clientId{clientId}deviceName{DeviceName}productKey{ProductKey}"
        + (timestamp is null ? string.Empty : $"timestamp{timestamp}");

    /// <summary>In upper case; null for a method that there is not.</summary>
    public static string? Sign(string method, string secret, string content)
    {
        byte[] key = Encoding.UTF8.GetBytes(secret);
        byte[] text = Encoding.UTF8.GetBytes(content);
        byte[]? code = method switch
        {
            "hmacmd5" => HMACMD5.HashData(key, text),
            "hmacsha1" => HMACSHA1.HashData(key, text),
            "hmacsha256" => HMACSHA256.HashData(key, text),
            _ => null,
        };
        return code is null ? null : Convert.ToHexString(code);
    }

    /// <summary>
    /// False where nobody may be let in by these packets: what the signature covers, and the signature itself, are not
    /// all in them. It reads no packet, so that it can not make the same mistake as a reader.
    /// </summary>
    public static bool IsIn(byte[] packets)
    {
        string text = Encoding.Latin1.GetString(packets);
        return text.Contains(Signature, StringComparison.OrdinalIgnoreCase)
            && text.Contains(User, StringComparison.Ordinal)
            && text.Contains("12345|", StringComparison.Ordinal)
            && text.Contains("timestamp=789", StringComparison.Ordinal);
    }
}
