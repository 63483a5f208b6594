using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>MQTT packets of a hostile device, in well-formed frames.</summary>
internal sealed class EmulatorPackets : IFuzzTarget
{
    public string Name => "emulator: packets";

    public async Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        byte[] packets = DeviceStream.Of(fuzz);
        fuzz.Input = Frame.Cut(fuzz, packets, masked: true);
        using var stream = new FedStream(fuzz.Input, fuzz.OneIn(4) && packets.Length < 4096 ? 1 : int.MaxValue);
        return await new EmulatorRoom().ServeAsync(stream, Credential.IsIn(packets));
    }
}
