using System.Diagnostics;
using System.Globalization;

namespace Bench.Crowds;

/// <summary>
/// Connects in a process of its own, so that its memory is that of the connections, and says time in seconds, working set
/// and managed heap in bytes, and the processor time that a second of rest takes, in milliseconds.
/// </summary>
public static class Crowd
{
    /// <summary>So many connections before, for the code that connecting needs to be loaded and compiled.</summary>
    public const int WarmUp = 50;

    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(8);

    public static void Hold(Action connect)
    {
        (long set, long heap) = Memory();
        long started = Stopwatch.GetTimestamp();
        connect();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        (long fullSet, long fullHeap) = Memory();
        Thread.Sleep(s_settle);
        var busy = Process.GetCurrentProcess().TotalProcessorTime;
        Thread.Sleep(s_rest);
        var idle = Process.GetCurrentProcess().TotalProcessorTime - busy;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"crowd {seconds:R} {fullSet - set} {fullHeap - heap} {idle.TotalMilliseconds / s_rest.TotalSeconds:R}"));
        Console.ReadLine();
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
