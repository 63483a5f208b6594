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

    public static long AfterCollection()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Now();
    }
}
