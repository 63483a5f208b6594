namespace Bench.Harness;

/// <summary>One line of the table: what we do, what the peer does, and what is measured of both.</summary>
internal abstract class Row : IAsyncDisposable
{
    public abstract string Name { get; }

    public abstract string Peer { get; }

    public abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>Why the row can not run at all here, or null.</summary>
    public virtual string? Obstacle(BenchSetup setup) => null;

    /// <summary>Why there is no peer here, or null. Ours runs all the same.</summary>
    public virtual string? PeerAbsence(BenchSetup setup) => null;

    public abstract Task PrepareAsync(BenchSetup setup);

    /// <summary>A value for each of <see cref="Figures"/>.</summary>
    /// <exception cref="RunFailedException">A message was lost, or something else went wrong.</exception>
    public abstract Task<double[]> RunOursAsync();

    /// <inheritdoc cref="RunOursAsync"/>
    public abstract Task<double[]> RunPeerAsync();

    public abstract ValueTask DisposeAsync();
}
