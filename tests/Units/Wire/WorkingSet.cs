using System.Diagnostics;

namespace AliyunIotWs.Units.Wire;

/// <summary>What this process holds in memory.</summary>
internal static class WorkingSet
{
    public static long Now()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>What it holds once the runtime has given back what is free, which by itself it does in its own time.</summary>
    public static long AfterCollection()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Now();
    }
}
