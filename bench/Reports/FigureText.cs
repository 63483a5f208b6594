using System.Globalization;
using Bench.Harness;

namespace Bench.Reports;

/// <summary>A figure in words; the same in every report.</summary>
internal static class FigureText
{
    public static string Summary(FigureResult result)
    {
        string note = result.Note.Length == 0 ? string.Empty : $" [{result.Note}]";
        return $"{Comparison(result)} (target {Target(result)}, {Reached(result)}): "
            + $"ours {Values(result, result.Ours)}, peer {Values(result, result.Theirs)} {result.Figure.Unit}{note}";
    }

    public static string Comparison(FigureResult result) => result.Comparison is not { } value ? "no figure"
        : result.Figure.Goal == Goal.DifferenceAtMost ? Number(value, "+0.0;-0.0") + ' ' + result.Figure.Unit
        : Number(value, "0.00");

    public static string Target(FigureResult result) => result.Figure.Target is not { } target ? "-"
        : result.Figure.Goal switch
        {
            Goal.RatioAtLeast => "≥ " + Number(target, "0.##"),
            Goal.RatioAtMost => "≤ " + Number(target, "0.##"),
            _ => "≤ " + Number(target, "+0.##") + ' ' + result.Figure.Unit,
        };

    public static string Reached(FigureResult result) =>
        result.Reached switch { true => "yes", false => "no", _ => "-" };

    /// <summary>The median and, in brackets, the least and the most.</summary>
    public static string Values(FigureResult result, Series series) => series.Count == 0 ? "-"
        : $"{Value(result, series.Median)} ({Value(result, series.Minimum)}–{Value(result, series.Maximum)})";

    private static string Value(FigureResult result, double value) =>
        Number(value, result.Figure.Unit.EndsWith("/s", StringComparison.Ordinal) ? "N0" : "0.00");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
