namespace Bench.Reports;

/// <summary>What one cost grows with.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Unit">That of the rate.</param>
/// <param name="Points">What was measured.</param>
internal sealed record Growth(string Name, string Unit, IReadOnlyList<GrowthPoint> Points);
