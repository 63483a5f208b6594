namespace AliyunIotWs.Fuzz;

/// <summary>One case: all of it follows from the run's seed and its own number.</summary>
internal sealed class FuzzCase(int seed, int number)
{
    public int Number { get; } = number;

    // Neighbouring seeds would give neighbouring first values.
    public Random Random { get; } = new(unchecked((int)((((uint)seed * 0x9E3779B1) ^ (uint)number) * 0x85EBCA6B)));

    /// <summary>The bytes that are fed; to be set right before they are.</summary>
    public byte[] Input
    {
        get;
        set
        {
            field = value;
            AllocatedBefore = GC.GetTotalAllocatedBytes();
        }
    }
    = [];

    /// <summary>What the process had allocated before the feeding began.</summary>
    public long AllocatedBefore { get; private set; } = GC.GetTotalAllocatedBytes();

    public bool OneIn(int n) => Random.Next(n) == 0;

    public T Pick<T>(IReadOnlyList<T> from) => from[Random.Next(from.Count)];
}
