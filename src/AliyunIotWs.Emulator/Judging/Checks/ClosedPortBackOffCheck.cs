using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device does while the platform can not be reached.</summary>
internal sealed class ClosedPortBackOffCheck : BackOffCheck<ClosedPortScene>
{
    public override Phrase Rule => new(
        "The device waits longer and longer while the port takes no connections.",
        "端口无法接入时，设备的重连间隔逐次增大。");
}
