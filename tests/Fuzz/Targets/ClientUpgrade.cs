using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>
/// HTTP answers to the client's upgrade request, over real sockets: the runtime's HTTP client has no other way in.
/// </summary>
internal sealed class ClientUpgrade : IFuzzTarget, IDisposable
{
    private readonly AnsweringPeer _peer = new();

    public string Name => "client: upgrade answers (sockets)";

    public async Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        bool silent = fuzz.OneIn(200);
        byte[] packets = [.. BrokerCorpus.Accepting, .. BrokerCorpus.Stream(fuzz)];
        // Where a silent peer let the session in, it would stay in.
        byte[] frames = silent ? [] : Frame.Cut(fuzz, packets, masked: false);
        var serving = _peer.ServeAsync(
            request => fuzz.Input = [.. UpgradeText.Answer(fuzz, request), .. frames],
            silent);
        var patience = silent ? TimeSpan.FromMilliseconds(300) : TimeSpan.FromSeconds(3);
        var outcome = await ClientProbe.RunAsync(
            ClientProbe.Settings(_peer.Endpoint, patience), MqttLinkFactory.Instance);
        await serving;
        return outcome;
    }

    public void Dispose() => _peer.Dispose();
}
