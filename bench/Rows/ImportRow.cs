using System.Globalization;
using Bench.Harness;

namespace Bench.Rows;

/// <summary><c>Import-Module</c> in a fresh PowerShell each time; a run is the median of several.</summary>
internal sealed class ImportRow : Row
{
    private const int Processes = 5;

    // What any first command costs is not the module's.
    private const string Script = """
        $null = Get-Command Import-Module
        $started = [System.Diagnostics.Stopwatch]::GetTimestamp()
        Import-Module '§'
        'imported ' + [System.Diagnostics.Stopwatch]::GetElapsedTime($started).TotalMilliseconds
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private IReadOnlyList<string> _powerShell = [];
    private string _ours = string.Empty;
    private string _empty = string.Empty;

    public override string Name => "Import-Module";

    public override string Peer => "a binary module with one empty cmdlet, in stock PowerShell";

    public override IReadOnlyList<Figure> Figures => [new(string.Empty, "ms", Goal.DifferenceAtMost, 60)];

    public override string? Obstacle(BenchSetup setup) =>
        !File.Exists(EmptyModule(setup)) ? "bench/EmptyModule is not built"
        : setup.Options.PowerShell.Count == 0 ? "no --pwsh was given"
        : null;

    public override Task PrepareAsync(BenchSetup setup)
    {
        (_ours, _empty, _powerShell) = (setup.Options.Manifest, EmptyModule(setup), setup.Options.PowerShell);
        return Task.CompletedTask;
    }

    public override Task<double[]> RunOursAsync() => MeasureAsync(_ours);

    public override Task<double[]> RunPeerAsync() => MeasureAsync(_empty);

    public override ValueTask DisposeAsync() => default;

    private static string EmptyModule(BenchSetup setup) => Path.Combine(
        setup.Options.Root, "bench", "EmptyModule", "bin", "Release", "net8.0", "EmptyModule.dll");

    private async Task<double[]> MeasureAsync(string module)
    {
        var times = new List<double>();
        for (int i = 0; i < Processes; i++)
        {
            using var process = Start(module);
            string[] answer = await process.ReadAsync("imported", s_limit);
            times.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
        }

        return [Series.Quantile(times, 0.5)];
    }

    private ChildProcess Start(string module) => ChildProcess.Start(
        _powerShell[0],
        [
            .. _powerShell.Skip(1), "-NoProfile", "-NonInteractive", "-Command", Script.Replace(
                "§", module.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal),
        ]);
}
