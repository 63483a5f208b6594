using System.Diagnostics;
using Bench.Brokers;
using Bench.Harness;
using Bench.Hosting;

namespace Bench.Rows;

/// <summary>A row on a mosquitto: ours over WebSocket, with lines of text as payloads.</summary>
internal abstract class BrokerRow : Row
{
    private Device? _device;

    public override IReadOnlyList<Figure> Figures => [Figure.Rate(Target)];

    protected abstract double Target { get; }

    protected abstract int FullCount { get; }

    protected BenchSetup Setup { get; private set; } = null!;

    protected Mosquitto Broker { get; private set; } = null!;

    protected int Count { get; private set; }

    public override string? Obstacle(BenchSetup setup) => setup.Mosquitto is null ? "mosquitto is not installed" : null;

    public override async Task PrepareAsync(BenchSetup setup)
    {
        (Setup, Count) = (setup, setup.Count(FullCount));
        Broker = await Mosquitto.StartAsync(setup.Mosquitto!);
        _device = await Device.ConnectAsync(setup.Shell, Broker.WebSocket);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_device is not null)
            await _device.DisposeAsync();
        if (Broker is not null)
            await Broker.DisposeAsync();
        if (Setup is not null)
            Setup.Shell["messages"] = null;
    }

    /// <summary>The broker has read all when it acknowledges a last message at QoS 1.</summary>
    protected async Task<double[]> SendOursAsync(int qos)
    {
        string script = $"$messages | Send-IotMessage -Topic {Load.Topic} -Qos {qos}\n"
            + $"Send-IotMessage -Topic {Load.Topic} -Payload end -Qos 1";
        long started = Stopwatch.GetTimestamp();
        await Setup.Shell.RunAsync(script);
        var taken = Stopwatch.GetElapsedTime(started);
        await Broker.VerifyAsync(Count + 1);
        return [Count / taken.TotalSeconds];
    }
}
