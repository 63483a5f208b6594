using AliyunIotWs.Fuzz.Bytes;
using AliyunIotWs.Fuzz.Feeding;

namespace AliyunIotWs.Fuzz.Targets;

/// <summary>WebSocket frames of a hostile device.</summary>
internal sealed class EmulatorFrames : IFuzzTarget
{
    public string Name => "emulator: frames";

    public async Task<Outcome> RunAsync(FuzzCase fuzz)
    {
        byte[] packets = DeviceStream.Of(fuzz);
        fuzz.Input = FrameStream.Damaged(fuzz, packets, masked: true);
        using var stream = new FedStream(fuzz.Input, fuzz.OneIn(4) && packets.Length < 4096 ? 1 : int.MaxValue);
        return await new EmulatorRoom().ServeAsync(stream, Credential.IsIn(packets));
    }
}
