using Bench.Harness;
using Bench.Peers;

namespace Bench.Rows;

internal abstract class MqttJsSendRow : BrokerRow
{
    private MqttJs? _peer;

    public override string Peer => "MQTT.js over ws, 1,000 at a time";

    protected override double Target => 5;

    protected override int FullCount => 200_000;

    protected abstract int Qos { get; }

    public override string? PeerAbsence(BenchSetup setup) => MqttJs.Absence(setup);

    public override async Task PrepareAsync(BenchSetup setup)
    {
        await base.PrepareAsync(setup);
        setup.Shell["messages"] = Load.Create(Count).Lines;
        if (PeerAbsence(setup) is null)
            _peer = await MqttJs.ConnectAsync(setup, Broker.WebSocket);
    }

    public override Task<double[]> RunOursAsync() => SendOursAsync(Qos);

    public override async Task<double[]> RunPeerAsync()
    {
        var taken = await _peer!.SendAsync(Count, Qos);
        await Broker.VerifyAsync(Count + 1);
        return [Count / taken.TotalSeconds];
    }

    public override ValueTask DisposeAsync()
    {
        _peer?.Dispose();
        return base.DisposeAsync();
    }
}
