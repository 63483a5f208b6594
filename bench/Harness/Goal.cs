namespace Bench.Harness;

/// <summary>How ours and the peer's figure are compared.</summary>
internal enum Goal
{
    /// <summary>Ours divided by the peer's, to be at least the target.</summary>
    RatioAtLeast,

    /// <summary>Ours divided by the peer's, to be at most the target.</summary>
    RatioAtMost,

    /// <summary>Ours less the peer's, to be at most the target.</summary>
    DifferenceAtMost,
}
