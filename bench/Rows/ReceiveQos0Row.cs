using Bench.Harness;
using Bench.Hosting;
using Bench.Peers;
using Bench.Sinks;

namespace Bench.Rows;

/// <summary>Messages come one in a WebSocket frame, as a broker sends them.</summary>
internal class ReceiveQos0Row : Row
{
    private const int FullCount = 1_000_000;

    private SinkProcess? _ourFeeder;
    private SinkProcess? _peerFeeder;
    private Device? _device;
    private MqttNetPeer? _peer;
    private MqttNetReceiver? _receiver;
    private Shell _shell = null!;
    private int _count;

    public override string Name => "Receive QoS 0 as objects";

    public override string Peer => "MQTTnet, empty handler";

    public override IReadOnlyList<Figure> Figures => [Figure.Rate(0.9)];

    protected virtual int PerFrame => 1;

    public override async Task PrepareAsync(BenchSetup setup)
    {
        (_shell, _count) = (setup.Shell, setup.Count(FullCount));
        // A sink feeds whoever has subscribed last, so each side has one of its own.
        _ourFeeder = await SinkProcess.StartAsync();
        _peerFeeder = await SinkProcess.StartAsync();
        _device = await Device.ConnectAsync(_shell, _ourFeeder.Plain);
        await Receiver.SubscribeAsync(_shell);
        _peer = await MqttNetPeer.ConnectAsync(_peerFeeder.Plain, fragments: true);
        _receiver = new MqttNetReceiver(_peer, _peerFeeder);
        await _receiver.SubscribeAsync();
    }

    public override async Task<double[]> RunOursAsync() =>
        [await Receiver.RunAsync(_shell, _ourFeeder!, _count, PerFrame)];

    public override async Task<double[]> RunPeerAsync() => [await _receiver!.RunAsync(_count, PerFrame)];

    public override async ValueTask DisposeAsync()
    {
        if (_device is not null)
            await _device.DisposeAsync();
        if (_peer is not null)
            await _peer.DisposeAsync();
        _ourFeeder?.Dispose();
        _peerFeeder?.Dispose();
    }
}
