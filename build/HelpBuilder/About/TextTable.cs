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
                yield return string.Join(Gap, rows[0].Select((cell, c) => Rule(cell).PadRight(widths[c]))).TrimEnd();
        }
    }

    // In a table a bar within code is written with a backslash.
    private static string Text(TableCell cell) =>
        string.Join(' ', Prose.Paragraphs(cell)).Replace(@"\|", "|", StringComparison.Ordinal);

    // As wide as the widest cell; where that is too much, the widest columns give way to each other, as far as their
    // cells can be parted.
    private static int[] Widths(string[][] rows, int columns)
    {
        int[] widths = Each(rows, TextWidth.Of);
        int[] least = Each(rows, TextWidth.OfLongestPiece);
        int room = columns - (Gap.Length * (widths.Length - 1));
        while (widths.Sum() > room)
        {
            int[] loose = [.. Enumerable.Range(0, widths.Length).Where(c => widths[c] > least[c])];
            if (loose.Length == 0)
                break;
            widths[loose.MaxBy(c => widths[c])]--;
        }

        return widths;
    }

    private static int[] Each(string[][] rows, Func<string, int> measure) =>
        [.. rows[0].Select((_, c) => rows.Max(row => c < row.Length ? measure(row[c]) : 0))];

    private static IEnumerable<string> Row(string[] cells, int[] widths)
    {
        string[][] wrapped = [.. cells.Select((cell, c) => TextWidth.Wrap(cell, widths[c]).ToArray())];
        for (int i = 0; i < wrapped.Max(w => w.Length); i++)
        {
            var parts = wrapped.Select((w, c) => Pad(i < w.Length ? w[i] : string.Empty, widths[c]));
            yield return string.Join(Gap, parts).TrimEnd();
        }
    }

    private static string Rule(string title) => new('-', TextWidth.Of(title));

    private static string Pad(string text, int width) =>
        text + new string(' ', Math.Max(0, width - TextWidth.Of(text)));
}
