using System.Diagnostics;

namespace AliyunIotWs.Units.Session;

public sealed class SystematicTests
{
    // A program of its own, because its assemblies are rewritten.
    [Fact]
    public async Task No_schedule_of_three_hundred_each_breaks_a_session()
    {
        string folder = AppContext.BaseDirectory.Replace("Units", "Systematic").Replace("net10.0", "net8.0");
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(folder, "Systematic.dll"), "300", "1"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["COYOTE_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(5));
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, output);
            Assert.Equal(4, output.Split('\n').Count(l => l.EndsWith(": 300 schedules, 0 failed", StringComparison.Ordinal)));
        }
        finally
        {
            process.Kill();
        }
    }
}
