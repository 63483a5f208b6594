using System.Buffers;
using System.Globalization;
using System.Text;

namespace AliyunIotWs;

/// <summary>Shows text that others wrote: what a terminal would obey, or what would turn the reading direction, is made visible.</summary>
public static class IotText
{
    private const char PictureOfDelete = '\u2421';

    // Control characters (C0, DEL, C1), the line ends of Unicode, what directs bidirectional text (Unicode Standard
    // Annex 9), and surrogates, which are looked at one by one.
    private static readonly SearchValues<char> s_special = SearchValues.Create(
        [.. Range('\0', '\u001F'), .. Range('\u007F', '\u009F'), '\u061C', '\u200E', '\u200F', '\u2028', '\u2029',
            .. Range('\u202A', '\u202E'), .. Range('\u2066', '\u2069'), .. Range('\uD800', '\uDFFF')]);

    /// <summary>
    /// The text with a picture in the place of each control character, such as ␛ for ESC, or its code, such as \u009B;
    /// for the screen only.
    /// </summary>
    public static string Show(string? text)
    {
        int first = text.AsSpan().IndexOfAny(s_special);
        if (first < 0)
            return text ?? string.Empty;
        var shown = new StringBuilder(text, 0, first, text!.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
                shown.Append(c).Append(text[++i]);
            else if (c < ' ')
                shown.Append((char)('\u2400' + c));
            else if (c == '\u007F')
                shown.Append(PictureOfDelete);
            else if (s_special.Contains(c))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                shown.Append(c);
        }

        return shown.ToString();
    }

    private static IEnumerable<char> Range(char first, char last) =>
        Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
