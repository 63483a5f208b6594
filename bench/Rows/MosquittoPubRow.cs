using Bench.Harness;
using Bench.Peers;

namespace Bench.Rows;

/// <summary>The same lines through the broker's own command-line tool, which speaks plain TCP.</summary>
internal abstract class MosquittoPubRow : BrokerRow
{
    private MosquittoPub? _peer;

    public override string Peer => $"mosquitto_pub -l -q {Qos} over TCP";

    protected override int FullCount => 500_000;

    protected abstract int Qos { get; }

    public override string? PeerAbsence(BenchSetup setup) =>
        setup.MosquittoPub is null ? "mosquitto_pub is not installed"
        : OperatingSystem.IsWindows() ? "its input is redirected by a shell that Windows has not"
        : null;

    public override async Task PrepareAsync(BenchSetup setup)
    {
        await base.PrepareAsync(setup);
        var load = Load.Create(Count);
        setup.Shell["messages"] = load.Lines;
        if (PeerAbsence(setup) is not null)
            return;
        _peer = new MosquittoPub(setup.MosquittoPub!, Broker, Qos);
        await _peer.WriteAsync(load.Lines);
    }

    public override Task<double[]> RunOursAsync() => SendOursAsync(Qos);

    public override async Task<double[]> RunPeerAsync()
    {
        var taken = await _peer!.RunAsync();
        await Broker.VerifyAsync(Count);
        return [Count / taken.TotalSeconds];
    }

    public override ValueTask DisposeAsync()
    {
        _peer?.Dispose();
        return base.DisposeAsync();
    }
}
