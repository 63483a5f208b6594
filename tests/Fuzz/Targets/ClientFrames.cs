using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>WebSocket frames of a hostile broker.</summary>
internal sealed class ClientFrames : IFuzzTarget
{
    public string Name => "client: frames";

    public Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        bool early = fuzz.OneIn(3);
        byte[] opening = early
            ? FrameStream.Damaged(fuzz, BrokerCorpus.Accepting, masked: false)
            : Frame.Of(0x82, BrokerCorpus.Accepting, masked: false);
        byte[] rest = FrameStream.Damaged(fuzz, BrokerCorpus.Stream(fuzz), masked: false);
        return ClientFeed.RunAsync(fuzz, opening, rest, early);
    }
}
