namespace Bench.Harness;

/// <summary>One measured quantity of a row.</summary>
/// <param name="Label">What is measured, where the row measures several things.</param>
/// <param name="Unit">As it is written behind the figure.</param>
/// <param name="Goal">How it is compared.</param>
/// <param name="Target">What is to be reached; null for a figure that is shown only.</param>
internal sealed record Figure(string Label, string Unit, Goal Goal, double? Target)
{
    public static Figure Rate(double? target) => new(string.Empty, "msg/s", Goal.RatioAtLeast, target);
}
