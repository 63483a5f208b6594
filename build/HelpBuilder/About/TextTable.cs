using HelpBuilder.Pages;
using Markdig.Extensions.Tables;

namespace HelpBuilder.About;

/// <summary>A table as lines of text, its last column wrapped.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    public static IEnumerable<string> Lines(Table table, int columns)
    {
        string[][] rows = [.. table.OfType<TableRow>().Select(row => row.OfType<TableCell>().Select(Text).ToArray())];
        int[] widths = Widths(rows, columns);
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (string line in Row(rows[i], widths))
                yield return line;
            if (i == 0)
                yield return string.Join(Gap, rows[0].Select((cell, c) => new string('-', TextWidth.Of(cell)).PadRight(widths[c]))).TrimEnd();
        }
    }

    private static string Text(TableCell cell) => string.Join(' ', Prose.Paragraphs(cell));

    // As wide as the widest cell; where that is too much, the widest columns give way to each other.
    private static int[] Widths(string[][] rows, int columns)
    {
        int[] widths = [.. rows[0].Select((_, c) => rows.Max(row => c < row.Length ? TextWidth.Of(row[c]) : 0))];
        int room = columns == int.MaxValue ? int.MaxValue : columns - (Gap.Length * (widths.Length - 1));
        while (widths.Sum(w => (long)w) > room)
            widths[Array.IndexOf(widths, widths.Max())]--;
        return widths;
    }

    private static IEnumerable<string> Row(string[] cells, int[] widths)
    {
        string[][] wrapped = [.. cells.Select((cell, c) => TextWidth.Wrap(cell, widths[c]).ToArray())];
        for (int i = 0; i < wrapped.Max(w => w.Length); i++)
        {
            var parts = wrapped.Select((w, c) => Pad(i < w.Length ? w[i] : string.Empty, widths[c]));
            yield return string.Join(Gap, parts).TrimEnd();
        }
    }

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - TextWidth.Of(text)));
}
