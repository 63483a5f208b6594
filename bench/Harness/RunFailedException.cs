namespace Bench.Harness;

/// <summary>A run that gives no figure, and why.</summary>
internal sealed class RunFailedException(string message) : Exception(message)
{
    public static RunFailedException Lost(long sent, long received) =>
        new(FormattableString.Invariant($"{received:N0} of {sent:N0} messages arrived"));
}
