using System.Globalization;
using Bench.Harness;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Bench.Reports;

/// <summary>The ratios as bars on a logarithmic scale, from 1 to where they are; a line marks the target.</summary>
internal static class RatioChart
{
    private const string Font = "DejaVu Sans";
    private const int Width = 1100;
    private const int RowHeight = 34;
    private const int Frame = 110;
    private const double LabelRoom = 0.35;

    private static readonly Color s_reached = Color.FromHex("#2a7f62");
    private static readonly Color s_missed = Color.FromHex("#c8553d");
    private static readonly Color s_shown = Color.FromHex("#8d99ae");

    public static void Save(IEnumerable<FigureResult> results, string file)
    {
        FigureResult[] shown = [.. results.Where(r => r.Ratio is not null)];
        if (shown.Length == 0)
            return;
        using var plot = new Plot();
        plot.Title("Ours / peer; the line is the target; green: reached");
        for (int i = 0; i < shown.Length; i++)
            Add(plot, shown[i], shown.Length - 1 - i);
        double[] positions = [.. Enumerable.Range(0, shown.Length).Select(i => (double)i)];
        plot.Axes.Left.TickGenerator = new NumericManual(positions, [.. shown.Reverse().Select(Label)]);
        plot.Axes.Bottom.TickGenerator = Decades(shown);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.HideGrid();
        plot.Add.VerticalLine(0, 1, Colors.Black);
        double[] edges = [.. shown.Select(r => Math.Log10(r.Ratio!.Value)), 0];
        plot.Axes.SetLimits(edges.Min() - LabelRoom, edges.Max() + LabelRoom, -0.7, shown.Length - 0.3);
        plot.Font.Set(Font);
        string svg = plot.GetSvgXml(Width, Frame + (RowHeight * shown.Length));
        // Other machines have other fonts.
        File.WriteAllText(file, svg.Replace($"\"{Font}\"", $"\"{Font}, sans-serif\"", StringComparison.Ordinal));
    }

    private static void Add(Plot plot, FigureResult result, int position)
    {
        double at = Math.Log10(result.Ratio!.Value);
        plot.Add.Bar(new Bar
        {
            Position = position,
            Value = at,
            Orientation = Orientation.Horizontal,
            Size = 0.6,
            FillColor = result.Reached switch { true => s_reached, false => s_missed, _ => s_shown },
            LineWidth = 0,
        });
        string ratio = result.Ratio.Value.ToString("0.00", CultureInfo.InvariantCulture);
        var label = plot.Add.Text(ratio, at, position);
        label.LabelAlignment = at < 0 ? Alignment.MiddleRight : Alignment.MiddleLeft;
        label.LabelFontName = Font;
        label.OffsetX = at < 0 ? -6 : 6;
        if (Target(result) is { } target)
        {
            double x = Math.Log10(target);
            plot.Add.Line(x, position - 0.42, x, position + 0.42).Color = Colors.Black;
        }
    }

    private static string Label(FigureResult result) =>
        result.Figure.Target is null ? result.Name : $"{result.Name}   {FigureText.Target(result)}";

    // A difference that is allowed is a ratio that depends on the peer.
    private static double? Target(FigureResult result) =>
        result.Figure.Goal == Goal.DifferenceAtMost
            ? (result.Theirs.Median + result.Figure.Target) / result.Theirs.Median
            : result.Figure.Target;

    private static NumericManual Decades(FigureResult[] shown)
    {
        double[] marks = [0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100];
        double least = shown.Min(r => r.Ratio!.Value) / 2;
        double most = Math.Max(shown.Max(r => r.Ratio!.Value), 1) * 2;
        double[] seen = [.. marks.Where(m => m > least && m < most)];
        return new NumericManual(
            [.. seen.Select(Math.Log10)],
            [.. seen.Select(m => m.ToString("0.##", CultureInfo.InvariantCulture))]);
    }
}
