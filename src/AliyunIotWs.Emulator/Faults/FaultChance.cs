namespace AliyunIotWs.Emulator.Faults;

/// <summary>
/// How likely a fault strikes, drawn from a seed: the same seed draws the same again. Safe to use from any thread.
/// </summary>
internal sealed class FaultChance
{
    /// <summary>It always strikes.</summary>
    public static FaultChance Certain { get; } = new(1, null);

    private readonly object _gate = new();
    private readonly Random _random;

    /// <param name="probability">Above 0, 1 at most.</param>
    /// <param name="seed">Of the draws; null is another one each time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is none.</exception>
    public FaultChance(double probability, int? seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        Probability = probability;

        // It is to be repeatable, not hard to guess.
#pragma warning disable CA5394
        _random = seed is { } number ? new Random(number) : new Random();
    }

    public double Probability { get; }

    /// <summary>Draws whether it strikes.</summary>
    public bool Strikes()
    {
        if (Probability >= 1)
            return true;
        lock (_gate)
            return _random.NextDouble() < Probability;
    }

    /// <summary>Draws a number from -1 to 1.</summary>
    public double Swing()
    {
        lock (_gate)
            return (_random.NextDouble() * 2) - 1;
    }
#pragma warning restore CA5394
}
