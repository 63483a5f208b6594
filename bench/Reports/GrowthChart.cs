using System.Globalization;
using System.Text.Json;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Bench.Reports;

/// <summary>Rate and memory over what grows, all on logarithmic scales, a panel for each; rate left, memory right.</summary>
internal static class GrowthChart
{
    private const int Width = 1100;
    private const int Height = 360;

    /// <param name="results">A file with one <see cref="Growth"/>, as JSON.</param>
    /// <param name="picture">The SVG to write.</param>
    public static void Save(string results, string picture)
    {
        var growth = JsonSerializer.Deserialize<Growth>(File.ReadAllText(results))!;
        using var plot = new Plot();
        double[] at = [.. growth.Points.Select(p => Math.Log10(p.At))];
        var rate = plot.Add.Scatter(at, [.. growth.Points.Select(p => Math.Log10(p.Rate))]);
        rate.LegendText = growth.Unit;
        var memory = plot.Add.Scatter(at, [.. growth.Points.Select(p => Math.Log10(p.Memory))]);
        memory.LegendText = "MiB, working set at its most";
        memory.Axes.YAxis = plot.Axes.Right;
        plot.Title(growth.Name);
        plot.Axes.Bottom.TickGenerator = Ticks(growth.Points.Select(p => p.At));
        plot.Axes.Left.TickGenerator = Ticks(Decades(growth.Points.Select(p => p.Rate)));
        plot.Axes.Right.TickGenerator = Ticks(Decades(growth.Points.Select(p => p.Memory)));
        plot.Axes.SetLimitsY(Low(growth.Points.Select(p => p.Rate)), High(growth.Points.Select(p => p.Rate)));
        plot.Axes.SetLimitsY(
            Low(growth.Points.Select(p => p.Memory)), High(growth.Points.Select(p => p.Memory)), plot.Axes.Right);
        plot.ShowLegend(Alignment.LowerLeft);
        plot.Font.Set(RatioChart.Font);
        RatioChart.Write(plot.GetSvgXml(Width, Height), picture);
    }

    private static double Low(IEnumerable<double> values) => Math.Floor(Math.Log10(values.Min()));

    private static double High(IEnumerable<double> values) => Math.Floor(Math.Log10(values.Max())) + 1;

    private static IEnumerable<double> Decades(IEnumerable<double> values)
    {
        double[] all = [.. values];
        for (double decade = Low(all); decade <= High(all); decade++)
            yield return Math.Pow(10, decade);
    }

    private static NumericManual Ticks(IEnumerable<double> values)
    {
        double[] marks = [.. values];
        return new NumericManual(
            [.. marks.Select(Math.Log10)], [.. marks.Select(m => m.ToString("N0", CultureInfo.InvariantCulture))]);
    }
}
