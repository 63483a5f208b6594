using System.Diagnostics;
using Bench.Harness;
using Bench.Hosting;
using Bench.Sinks;

namespace Bench.Rows;

/// <summary>One pipeline of many messages to a sink; the clock stops when the sink has counted the last.</summary>
internal abstract class SinkSendRow : Row
{
    private SinkProcess? _sink;
    private Device? _device;
    private Load? _load;

    public override IReadOnlyList<Figure> Figures => [Figure.Rate(Target)];

    protected abstract double? Target { get; }

    protected abstract int FullCount { get; }

    protected abstract int Qos { get; }

    protected abstract bool Secure { get; }

    protected Shell Shell { get; private set; } = null!;

    protected Load Messages => _load!;

    public override async Task PrepareAsync(BenchSetup setup)
    {
        Shell = setup.Shell;
        _load = Load.Create(setup.Count(FullCount));
        _sink = await SinkProcess.StartAsync();
        var endpoint = Secure ? _sink.Secure : _sink.Plain;
        Shell["messages"] = _load.Payloads;
        _device = await Device.ConnectAsync(Shell, endpoint);
        await PreparePeerAsync(endpoint);
    }

    public override Task<double[]> RunOursAsync() => MeasureAsync(
        Messages.Count, () => Shell.RunAsync($"$messages | Send-IotMessage -Topic {Load.Topic} -Qos {Qos}"));

    public override Task<double[]> RunPeerAsync() => MeasureAsync(Messages.Count, SendPeerAsync);

    public override async ValueTask DisposeAsync()
    {
        if (_device is not null)
            await _device.DisposeAsync();
        await DisposePeerAsync();
        _sink?.Dispose();
        if (Shell is not null)
            Shell["messages"] = null;
    }

    protected abstract Task PreparePeerAsync(Uri endpoint);

    protected abstract Task SendPeerAsync();

    protected abstract ValueTask DisposePeerAsync();

    protected async Task<double[]> MeasureAsync(int count, Func<Task> send)
    {
        await _sink!.ExpectAsync(count);
        long started = Stopwatch.GetTimestamp();
        await send();
        await _sink.ArrivedAsync(count);
        var taken = Stopwatch.GetElapsedTime(started);
        await _sink.VerifyAsync(count);
        return [count / taken.TotalSeconds];
    }
}
