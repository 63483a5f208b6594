namespace Bench.Reports;

/// <summary>A figure of a row as the chart shows it.</summary>
/// <param name="Name">The row and its figure.</param>
/// <param name="Ratio">Ours divided by the peer's.</param>
/// <param name="TargetRatio">What the ratio is to be, or null.</param>
/// <param name="Target">The same in words.</param>
/// <param name="Reached">Null where there is no target.</param>
internal sealed record Result(string Name, double Ratio, double? TargetRatio, string Target, bool? Reached);
