using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>Requests, or frames and packets, to a whole emulator, over real sockets and its MQTT server.</summary>
internal sealed class EmulatorSockets(EmulatorHost emulator) : IFuzzTarget
{
    // The CONNACK that lets a device in, in its frame.
    private static readonly byte[] s_letIn = [0x82, 4, 0x20, 2, 0, 0];
    private static readonly byte[] s_letInAgain = [0x82, 4, 0x20, 2, 1, 0];
    private static readonly byte[] s_connack = [0x82, 4, 0x20, 2];

    // The begin of a TLS ClientHello; the rest is noise.
    private static readonly byte[] s_hello = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03];

    public string Name => "emulator: all of it (sockets)";

    public async Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        if (fuzz.OneIn(4))
            return await KnockAsync(fuzz);
        byte[] packets = DeviceStream.Of(fuzz);
        byte[] frames = fuzz.OneIn(2)
            ? Frame.Cut(fuzz, packets, masked: true)
            : FrameStream.Damaged(fuzz, packets, masked: true);
        bool mayEnter = Credential.IsIn(packets);
        byte[] request = UpgradeText.RightRequest();
        fuzz.Input = [.. request, .. frames];
        // Who is in may be silent for as long as its keep-alive lets it.
        bool silent = !mayEnter && fuzz.OneIn(100);
        byte[] heard = await HostilePeer.TalkAsync(emulator.Server.Endpoint.Port, request, frames, silent);
        bool entered = heard.AsSpan().IndexOf(s_letIn) >= 0 || heard.AsSpan().IndexOf(s_letInAgain) >= 0;
        BrokenInvariantException.ThrowUnless(mayEnter || !entered, "let in without a right signature");
        return entered ? Outcome.Accepted
            : heard.AsSpan().IndexOf(s_connack) >= 0 ? Outcome.Refused
            : Outcome.Ended;
    }

    private async Task<Outcome> KnockAsync(FuzzCase fuzz)
    {
        byte[] noise = Mutator.Noise(fuzz, 2000);
        fuzz.Input = fuzz.Random.Next(3) switch
        {
            0 => noise,
            1 => [.. s_hello, .. noise],
            _ => UpgradeText.Request(fuzz),
        };
        int port = fuzz.OneIn(2) ? emulator.Server.SecureEndpoint.Port : emulator.Server.Endpoint.Port;
        byte[] heard = await HostilePeer.TalkAsync(port, fuzz.Input, [], silent: fuzz.OneIn(20));
        return heard.AsSpan().StartsWith("HTTP/1.1 101 "u8) ? Outcome.Accepted
            : heard.Length > 0 ? Outcome.Refused
            : Outcome.Ended;
    }
}
