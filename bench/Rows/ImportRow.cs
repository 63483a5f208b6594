using System.Globalization;
using Bench.Harness;

namespace Bench.Rows;

/// <summary>
/// <c>Import-Module</c> in a fresh process each time; a run is the median of several. The process is pwsh where there is
/// one: its engine is compiled ahead of time, that of a program over the engine's package is not.
/// </summary>
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

    private readonly string? _pwsh = Programs.Find("pwsh");
    private string _ours = string.Empty;
    private string _empty = string.Empty;

    public override string Name => "Import-Module";

    public override string Peer =>
        "a binary module with one empty cmdlet, " + (_pwsh is null ? "in the bench's own host" : "in pwsh");

    public override IReadOnlyList<Figure> Figures => [new(string.Empty, "ms", Goal.DifferenceAtMost, 60)];

    public override string? Obstacle(BenchSetup setup) =>
        File.Exists(EmptyModule(setup)) ? null : "bench/EmptyModule is not built";

    public override Task PrepareAsync(BenchSetup setup)
    {
        (_ours, _empty) = (setup.Options.Manifest, EmptyModule(setup));
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
            using ChildProcess process = Start(module);
            string[] answer = await process.ReadAsync("imported", s_limit);
            times.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
        }

        return [Series.Quantile(times, 0.5)];
    }

    private ChildProcess Start(string module) => _pwsh is null
        ? ChildProcess.StartSelf("import", module)
        : ChildProcess.Start(
            _pwsh, "-NoProfile", "-NonInteractive", "-Command", Script.Replace(
                "§", module.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal));
}
