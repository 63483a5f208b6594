using System.Diagnostics;
using System.Globalization;

namespace Bench.Crowds;

/// <summary>
/// Connects in a process of its own, so that its memory is that of the connections: says time, working set and managed
/// heap, and holds them until it is told to end.
/// </summary>
internal static class CrowdProgram
{
    public const int WarmUp = 20;

    public static async Task<int> RunAsync(ICrowd crowd, Uri endpoint, int count)
    {
        await crowd.WarmUpAsync(endpoint);
        (long set, long heap) = Memory();
        long started = Stopwatch.GetTimestamp();
        await crowd.ConnectAsync(endpoint, count);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        (long fullSet, long fullHeap) = Memory();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"crowd {seconds:R} {fullSet - set} {fullHeap - heap}"));
        Console.ReadLine();
        crowd.Dispose();
        return 0;
    }

    private static (long Set, long Heap) Memory()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true));
    }
}
