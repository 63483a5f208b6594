namespace Bench.Harness;

/// <summary>What became of one figure of a row.</summary>
internal sealed record FigureResult(string Row, string Peer, Figure Figure)
{
    public Series Ours { get; } = new();

    public Series Theirs { get; } = new();

    /// <summary>Why figures are missing or to be read with care.</summary>
    public string Note { get; set; } = string.Empty;

    public string Name => Figure.Label.Length == 0 ? Row : $"{Row}: {Figure.Label}";

    /// <summary>Ratio or difference of the medians, as the goal has it; null where a side has no figure.</summary>
    public double? Comparison =>
        Ours.Count == 0 || Theirs.Count == 0 ? null
        : Figure.Goal == Goal.DifferenceAtMost ? Ours.Median - Theirs.Median
        : Ours.Median / Theirs.Median;

    public double? Ratio => Ours.Count == 0 || Theirs.Count == 0 ? null : Ours.Median / Theirs.Median;

    public bool? Reached =>
        Figure.Target is not { } target || Comparison is not { } comparison ? null
        : Figure.Goal == Goal.RatioAtLeast ? comparison >= target
        : comparison <= target;
}
