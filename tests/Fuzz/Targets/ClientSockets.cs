using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>A right upgrade, then frames and packets, the whole way over real sockets.</summary>
internal sealed class ClientSockets : IFuzzTarget, IDisposable
{
    private readonly AnsweringPeer _peer = new();

    public string Name => "client: all of it (sockets)";

    public async Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        byte[] packets = [.. BrokerCorpus.Accepting, .. BrokerCorpus.Stream(fuzz)];
        byte[] frames = fuzz.OneIn(2)
            ? Frame.Cut(fuzz, packets, masked: false)
            : FrameStream.Damaged(fuzz, packets, masked: false);
        fuzz.Input = frames;
        var serving = _peer.ServeAsync(request => [.. UpgradeText.RightAnswer(request), .. frames], silent: false);
        var outcome = await ClientProbe.RunAsync(
            ClientProbe.Settings(_peer.Endpoint, TimeSpan.FromSeconds(3)), MqttLinkFactory.Instance);
        await serving;
        return outcome;
    }

    public void Dispose() => _peer.Dispose();
}
