using Bench.Brokers;
using Bench.Harness;
using Bench.Hosting;
using Bench.Peers;

namespace Bench.Rows;

/// <summary>A feeder publishes over TCP; the broker delivers over WebSocket.</summary>
internal sealed class ReceiveMqttJsRow : BrokerRow
{
    private TcpFeeder? _feeder;

    public override string Name => "Receive QoS 0 from mosquitto over ws, MQTT.js";

    public override string Peer => "MQTT.js over ws";

    protected override double Target => 5;

    protected override int FullCount => 400_000;

    public override string? PeerAbsence(BenchSetup setup) => MqttJs.Absence(setup);

    public override async Task PrepareAsync(BenchSetup setup)
    {
        await base.PrepareAsync(setup);
        _feeder = await TcpFeeder.ConnectAsync(Broker.Port);
    }

    public override async Task<double[]> RunOursAsync()
    {
        // Subscribed in turn, so that the broker does not deliver to the side that is not measured.
        await Receiver.SubscribeAsync(Setup.Shell);
        try
        {
            return [await Receiver.RunAsync(Setup.Shell, _feeder!, Count, 1)];
        }
        finally
        {
            await Setup.Shell.RunAsync($"Unregister-IotSubscription {Load.Topic}");
        }
    }

    public override async Task<double[]> RunPeerAsync() =>
        [await MqttJs.ReceiveOnceAsync(Setup, Broker.WebSocket, _feeder!, Count)];

    public override ValueTask DisposeAsync()
    {
        _feeder?.Dispose();
        return base.DisposeAsync();
    }
}
