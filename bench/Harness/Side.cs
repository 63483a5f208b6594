namespace Bench.Harness;

/// <summary>One of the two that a contest lets run.</summary>
internal sealed record Side(string Name, Func<Task<double[]>>? Run, Func<FigureResult, Series> Series);
