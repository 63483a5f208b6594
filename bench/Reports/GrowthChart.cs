using System.Globalization;
using System.Text.Json;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Bench.Reports;

/// <summary>
/// The rate over what grows, on logarithmic scales, and below it the memory, from nothing up: a share of the height for
/// each. The points say their values.
/// </summary>
internal static class GrowthChart
{
    private const int Width = 1100;
    private const int Height = 420;
    private const double MemoryShare = 0.35;

    private static readonly Color s_rate = Color.FromHex("#2a7f62");
    private static readonly Color s_memory = Color.FromHex("#8d99ae");

    /// <param name="results">A file with one <see cref="Growth"/>, as JSON.</param>
    /// <param name="picture">The SVG to write.</param>
    public static void Save(string results, string picture)
    {
        var growth = JsonSerializer.Deserialize<Growth>(File.ReadAllText(results))!;
        using var plot = new Plot();
        double[] rates = [.. growth.Points.Select(p => Math.Log10(p.Rate))];
        double low = Math.Floor(rates.Min());
        double high = Math.Floor(rates.Max()) + 1;
        double most = growth.Points.Max(p => p.Memory) * 1.4;
        Add(plot, growth, rates, p => p.Rate, s_rate);
        Add(plot, growth, [.. growth.Points.Select(p => p.Memory)], p => p.Memory, s_memory).Axes.YAxis = plot.Axes.Right;

        plot.Title(growth.Name);
        plot.Axes.Bottom.TickGenerator = Ticks(growth.Points.Select(p => (Math.Log10(p.At), p.At)));
        plot.Axes.Left.TickGenerator = Ticks(
            Enumerable.Range((int)low, (int)(high - low) + 1).Select(d => ((double)d, Math.Pow(10, d))));
        plot.Axes.Right.TickGenerator = Ticks([(0, 0)]);
        double room = (high - low) / 10;
        plot.Axes.SetLimitsY(low - ((high + room - low) * MemoryShare / (1 - MemoryShare)), high + room);
        plot.Axes.SetLimitsY(0, most / MemoryShare, plot.Axes.Right);
        Name(plot.Axes.Left, growth.Unit, s_rate);
        Name(plot.Axes.Right, "MiB, working set at its most", s_memory);
        plot.Font.Set(RatioChart.Font);
        RatioChart.Write(plot.GetSvgXml(Width, Height), picture);
    }

    private static Scatter Add(Plot plot, Growth growth, double[] heights, Func<GrowthPoint, double> value, Color color)
    {
        var line = plot.Add.Scatter([.. growth.Points.Select(p => Math.Log10(p.At))], heights, color);
        line.LineWidth = 2;
        line.MarkerSize = 8;
        for (int i = 0; i < heights.Length; i++)
        {
            var label = plot.Add.Text(Short(value(growth.Points[i])), Math.Log10(growth.Points[i].At), heights[i]);
            label.LabelAlignment = Alignment.LowerCenter;
            label.LabelFontColor = color;
            label.LabelFontName = RatioChart.Font;
            label.OffsetY = -6;
            if (color == s_memory)
                label.Axes.YAxis = plot.Axes.Right;
        }

        return line;
    }

    private static void Name(IAxis axis, string text, Color color)
    {
        axis.Label.Text = text;
        axis.Label.ForeColor = color;
    }

    private static string Short(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.0 M", CultureInfo.InvariantCulture),
        >= 1e4 => (value / 1e3).ToString("0 k", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };

    private static NumericManual Ticks(IEnumerable<(double Position, double Value)> marks)
    {
        (double Position, double Value)[] all = [.. marks];
        return new NumericManual(
            [.. all.Select(m => m.Position)],
            [.. all.Select(m => m.Value.ToString("N0", CultureInfo.InvariantCulture))]);
    }
}
