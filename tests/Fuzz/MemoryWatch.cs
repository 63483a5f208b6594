namespace AliyunIotWs.Fuzz;

/// <summary>What the process holds, and what a single case asks for.</summary>
internal sealed class MemoryWatch
{
    /// <summary>No lie is worth more than this.</summary>
    public const long CaseLimit = 16 * 1024 * 1024;

    /// <summary>What a byte that was really sent may cost besides: each of many topic filters is an object.</summary>
    public const int CostOfAByte = 16;

    /// <summary>What may be left after the run: full event logs, the library's pools.</summary>
    public const long HeapLimit = 48 * 1024 * 1024;

    /// <summary>What the working set may gain, garbage included.</summary>
    public const long SetLimit = 512 * 1024 * 1024;

    public long SetAtStart { get; private set; }

    public long PeakSet { get; private set; }

    public long HeapAtStart { get; private set; }

    public long HeapAtEnd { get; private set; }

    public long LargestCase { get; private set; }

    public void Start()
    {
        HeapAtStart = CollectedHeap();
        SetAtStart = PeakSet = Environment.WorkingSet;
    }

    public long AllocatedBy(FuzzCase fuzz)
    {
        long allocated = GC.GetTotalAllocatedBytes() - fuzz.AllocatedBefore;
        LargestCase = Math.Max(LargestCase, allocated);
        return allocated;
    }

    public void Sample() => PeakSet = Math.Max(PeakSet, Environment.WorkingSet);

    public void End()
    {
        Sample();
        HeapAtEnd = CollectedHeap();
    }

    // Finalizers also tell of exceptions that nobody has observed.
    private static long CollectedHeap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
