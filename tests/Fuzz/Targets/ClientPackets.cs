using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>MQTT packets of a hostile broker, in well-formed frames, to a session that is at work.</summary>
internal sealed class ClientPackets : IFuzzTarget
{
    public string Name => "client: packets";

    public Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        bool early = fuzz.OneIn(6);
        byte[] first = early ? PacketStream.One(fuzz, BrokerCorpus.Packets) : BrokerCorpus.Accepting;
        byte[] opening = Frame.Of(0x82, first, masked: false);
        byte[] rest = Frame.Cut(fuzz, BrokerCorpus.Stream(fuzz), masked: false);
        return ClientFeed.RunAsync(fuzz, opening, rest, early);
    }
}
