using System.Buffers;
using System.Text;

namespace AliyunIotWs.Messages;

/// <summary>The rules for text that a packet carries (MQTT 3.1.1, section 1.5.3).</summary>
internal static class MqttText
{
    /// <summary>The longest text, in bytes of UTF-8; a password too, which is not text on the wire.</summary>
    public const int MaximumBytes = 65535;

    /// <summary>Says why a packet can not carry the text; null where it can.</summary>
    public static string? FaultOf(string text)
    {
        if (text.Contains('\0'))
            return "contains U+0000";
        if (HasLoneSurrogate(text))
            return "contains half of a surrogate pair";
        return IsTooLong(text) ? "is longer than 65,535 bytes" : null;
    }

    public static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            text = text[at..];
            if (Rune.DecodeFromUtf16(text, out _, out int used) != OperationStatus.Done)
                return true;
            text = text[used..];
        }

        return false;
    }

    private static bool IsTooLong(string text) =>
        text.Length > MaximumBytes / 3 && Encoding.UTF8.GetByteCount(text) > MaximumBytes;
}
