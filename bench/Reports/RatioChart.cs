using System.Globalization;
using System.Text.Json;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Bench.Reports;

/// <summary>The ratios as bars on a logarithmic scale, from 1 to where they are; a line marks the target.</summary>
internal static class RatioChart
{
    public const string Font = "DejaVu Sans";
    private const int Width = 1100;
    private const int RowHeight = 34;
    private const int Frame = 110;
    private const double LabelRoom = 0.35;

    private static readonly Color s_reached = Color.FromHex("#2a7f62");
    private static readonly Color s_missed = Color.FromHex("#c8553d");
    private static readonly Color s_shown = Color.FromHex("#8d99ae");

    /// <param name="results">A file with a list of <see cref="Result"/>, as JSON.</param>
    /// <param name="picture">The SVG to write.</param>
    public static void Save(string results, string picture)
    {
        var shown = JsonSerializer.Deserialize<Result[]>(File.ReadAllText(results))!;
        using var plot = new Plot();
        plot.Title("Ours / peer; the line is the target; green: reached");
        for (int i = 0; i < shown.Length; i++)
            Add(plot, shown[i], shown.Length - 1 - i);
        double[] positions = [.. Enumerable.Range(0, shown.Length).Select(i => (double)i)];
        plot.Axes.Left.TickGenerator = new NumericManual(positions, [.. Enumerable.Reverse(shown).Select(Label)]);
        plot.Axes.Bottom.TickGenerator = Decades(shown);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.HideGrid();
        plot.Add.VerticalLine(0, 1, Colors.Black);
        double[] edges = [.. shown.Select(r => Math.Log10(r.Ratio)), 0];
        plot.Axes.SetLimits(edges.Min() - LabelRoom, edges.Max() + LabelRoom, -0.7, shown.Length - 0.3);
        plot.Font.Set(Font);
        Write(plot.GetSvgXml(Width, Frame + (RowHeight * shown.Length)), picture);
    }

    // Other machines have other fonts.
    public static void Write(string svg, string picture) => File.WriteAllText(
        picture, svg.Replace($"\"{Font}\"", $"\"{Font}, sans-serif\"", StringComparison.Ordinal));

    private static void Add(Plot plot, Result result, int position)
    {
        double at = Math.Log10(result.Ratio);
        plot.Add.Bar(new Bar
        {
            Position = position,
            Value = at,
            Orientation = Orientation.Horizontal,
            Size = 0.6,
            FillColor = result.Reached switch { true => s_reached, false => s_missed, _ => s_shown },
            LineWidth = 0,
        });
        string ratio = result.Ratio.ToString("0.00", CultureInfo.InvariantCulture);
        var label = plot.Add.Text(ratio, at, position);
        label.LabelAlignment = at < 0 ? Alignment.MiddleRight : Alignment.MiddleLeft;
        label.LabelFontName = Font;
        label.OffsetX = at < 0 ? -6 : 6;
        if (result.TargetRatio is { } target)
        {
            double x = Math.Log10(target);
            plot.Add.Line(x, position - 0.42, x, position + 0.42).Color = Colors.Black;
        }
    }

    private static string Label(Result result) => $"{result.Name}   {result.Target}".TrimEnd();

    private static NumericManual Decades(Result[] shown)
    {
        double[] marks = [0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100];
        double least = shown.Min(r => r.Ratio) / 2;
        double most = Math.Max(shown.Max(r => r.Ratio), 1) * 2;
        double[] seen = [.. marks.Where(m => m > least && m < most)];
        return new NumericManual(
            [.. seen.Select(Math.Log10)],
            [.. seen.Select(m => m.ToString("0.##", CultureInfo.InvariantCulture))]);
    }
}
