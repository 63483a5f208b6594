namespace Bench.Reports;

/// <summary>How fast it went, and the working set in MiB at its most.</summary>
internal sealed record GrowthPoint(double At, double Rate, double Memory);
