using System.Globalization;

namespace HelpBuilder.About;

/// <summary>The columns that text takes on a terminal, where a Chinese character has two.</summary>
internal static class TextWidth
{
    private const string NeverFirst = "，。；：、）》」』！？”’…";
    private const string NeverLast = "（《「『“‘";

    public static int Of(string text) => text.Sum(c => IsWide(c) ? 2 : 1);

    public static int OfLongestPiece(string text) => Pieces(text).Max(piece => Of(piece.Trim()));

    /// <summary>
    /// True where two lines are put together without a space: Chinese text has none between its characters.
    /// </summary>
    public static bool NeedNoSpace(char before, char after) =>
        IsWide(before) && (IsWide(after) || !char.IsLetter(before))
        || (IsWide(after) && CharUnicodeInfo.GetUnicodeCategory(after) != UnicodeCategory.OtherLetter);

    /// <summary>Splits text into lines of at most so many columns: at spaces, and before Chinese characters.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        string line = string.Empty;
        foreach (string piece in Pieces(text))
        {
            if (line.Length > 0 && Of(line) + Of(piece.TrimEnd()) > columns)
            {
                yield return line.TrimEnd();
                line = string.Empty;
            }

            line += line.Length == 0 ? piece.TrimStart() : piece;
        }

        yield return line.TrimEnd();
    }

    // What may not be parted. Code keeps together where it has no space.
    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            bool apart = text[i - 1] == ' ' || IsWide(text[i - 1]) || IsWide(text[i]);
            bool bound = text[i] == ' '
                || NeverFirst.Contains(text[i], StringComparison.Ordinal)
                || NeverLast.Contains(text[i - 1], StringComparison.Ordinal);
            if (!apart || bound)
                continue;
            yield return text[start..i];
            start = i;
        }

        yield return text[start..];
    }

    private static bool IsWide(char c) =>
        c is (>= '\u1100' and <= '\u115f') or (>= '\u2e80' and <= '\ua4cf') or (>= '\uac00' and <= '\ud7a3')
            or (>= '\uf900' and <= '\ufaff') or (>= '\ufe30' and <= '\ufe6f') or (>= '\uff00' and <= '\uff60')
            or (>= '\uffe0' and <= '\uffe6');
}
