using Bench.Harness;
using Bench.Hosting;
using Bench.Peers;
using Bench.Sinks;

namespace Bench.Rows;

/// <summary>Without the broker, which delivers no faster than it can; shown only.</summary>
internal sealed class ReceiveMqttJsSinkRow : Row
{
    private const int FullCount = 400_000;

    private SinkProcess? _feeder;
    private Device? _device;
    private BenchSetup _setup = null!;
    private int _count;

    public override string Name => "Receive QoS 0 from a sink over ws, MQTT.js";

    public override string Peer => "MQTT.js over ws";

    public override IReadOnlyList<Figure> Figures => [Figure.Rate(null)];

    public override string? PeerAbsence(BenchSetup setup) => MqttJs.Absence(setup);

    public override async Task PrepareAsync(BenchSetup setup)
    {
        (_setup, _count) = (setup, setup.Count(FullCount));
        _feeder = await SinkProcess.StartAsync();
        _device = await Device.ConnectAsync(setup.Shell, _feeder.Plain);
    }

    public override async Task<double[]> RunOursAsync()
    {
        // The sink feeds whoever has subscribed last.
        await Receiver.SubscribeAsync(_setup.Shell);
        return [await Receiver.RunAsync(_setup.Shell, _feeder!, _count, 1)];
    }

    public override async Task<double[]> RunPeerAsync() =>
        [await MqttJs.ReceiveOnceAsync(_setup, _feeder!.Plain, _feeder, _count)];

    public override async ValueTask DisposeAsync()
    {
        if (_device is not null)
            await _device.DisposeAsync();
        _feeder?.Dispose();
    }
}
