namespace Bench.Harness;

/// <summary>
/// How a receiver is fed: so many messages lie ahead of it, and what it has taken is granted again. Kept below what a
/// subscription buffers in bytes too, so that the figure is the rate of the receiver and nothing is dropped.
/// </summary>
internal static class Allowance
{
    public const int Ahead = 20_000;

    public const int Slice = 5_000;

    public const int BufferSize = 100_000;
}
