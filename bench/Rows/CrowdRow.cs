using System.Globalization;
using Bench.Harness;
using Bench.Sinks;

namespace Bench.Rows;

/// <summary>Many connections out of one process, a fresh one for each run.</summary>
internal sealed class CrowdRow : Row
{
    private const int FullCount = 2000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);

    private SinkProcess? _sink;
    private string _manifest = string.Empty;
    private int _count = FullCount;

    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{_count:N0} connections");

    public override string Peer => "bare MQTTnet clients, 32 connects at a time";

    public override IReadOnlyList<Figure> Figures =>
    [
        new("time", "s", Goal.RatioAtMost, 1),
        new("working set each", "KiB", Goal.RatioAtMost, 1),
        new("managed heap each", "KiB", Goal.RatioAtMost, 1),
    ];

    public override async Task PrepareAsync(BenchSetup setup)
    {
        (_manifest, _count) = (setup.Options.Manifest, setup.Count(FullCount));
        _sink = await SinkProcess.StartAsync();
    }

    public override Task<double[]> RunOursAsync() => MeasureAsync("ours");

    public override Task<double[]> RunPeerAsync() => MeasureAsync("peer");

    public override ValueTask DisposeAsync()
    {
        _sink?.Dispose();
        return default;
    }

    private async Task<double[]> MeasureAsync(string side)
    {
        using var process = ChildProcess.StartSelf(
            "crowd", side, _manifest, _sink!.Plain.ToString(), _count.ToString(CultureInfo.InvariantCulture));
        string[] answer = await process.ReadAsync("crowd", s_limit);
        int open = (await _sink.CountAsync()).Open;
        process.Write("end");
        await GoneAsync();
        if (open != _count)
            throw new RunFailedException($"{open} of {_count} connections were open");
        double[] values = [.. answer[1..].Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        return [values[0], values[1] / 1024 / _count, values[2] / 1024 / _count];
    }

    private async Task GoneAsync()
    {
        for (int i = 0; i < 100 && (await _sink!.CountAsync()).Open > 0; i++)
            await Task.Delay(50);
    }
}
