using System.Diagnostics;
using System.Globalization;

namespace Bench.Hosting;

/// <summary>Imports a module in a process that has not imported any before, and says how long it took.</summary>
internal static class ImportProgram
{
    public static async Task<int> RunAsync(string module)
    {
        using var shell = new Shell();
        // What any first command costs is not the module's.
        await shell.RunAsync("Get-Command Import-Module | Out-Null");
        long started = Stopwatch.GetTimestamp();
        await shell.ImportAsync(module);
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        Console.WriteLine($"imported {milliseconds.ToString("R", CultureInfo.InvariantCulture)}");
        return 0;
    }
}
