using System.Globalization;
using System.Text;

namespace AliyunIotWs.Credentials;

/// <summary>What came along with a secret when it was copied, and is hard to see.</summary>
internal static class SecretFault
{
    /// <summary>How the secret, in UTF-8, begins, ends, or what it contains; null where it looks right.</summary>
    public static string? Of(ReadOnlySpan<byte> secret)
    {
        if (IsSpace(secret[0]) || IsSpace(secret[^1]))
            return $"{(IsSpace(secret[0]) ? "begins" : "ends")} with white space";
        if (secret.Length > 1 && secret[0] is (byte)'"' or (byte)'\'' && secret[^1] == secret[0])
            return "stands in quotation marks";
        // No format character is among these, and of these secrets are made.
        if (Ascii.IsValid(secret))
            return null;
        while (!secret.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(secret, out var rune, out int length);
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
                return $"contains the invisible character U+{rune.Value:X4}";
            secret = secret[length..];
        }

        return null;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (>= 0x09 and <= 0x0D);
}
