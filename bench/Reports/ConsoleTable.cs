using System.Text;
using Bench.Harness;

namespace Bench.Reports;

internal static class ConsoleTable
{
    public static string Write(IReadOnlyList<FigureResult> results)
    {
        string[][] cells =
        [
            ["ratio", "target", "reached", "row", "ours", "peer", "unit", "the peer"],
            .. results.Select(r => new[]
            {
                FigureText.Comparison(r), FigureText.Target(r), FigureText.Reached(r), r.Name,
                FigureText.Values(r, r.Ours), FigureText.Values(r, r.Theirs), r.Figure.Unit, r.Peer,
            }),
        ];
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(c => cells.Max(r => r[c].Length))];
        var text = new StringBuilder();
        foreach (string[] row in cells)
            text.AppendLine(string.Join("  ", row.Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
        foreach (var result in results.Where(r => r.Note.Length > 0))
            text.AppendLine($"note on {result.Name}: {result.Note}");
        return text.ToString();
    }
}
