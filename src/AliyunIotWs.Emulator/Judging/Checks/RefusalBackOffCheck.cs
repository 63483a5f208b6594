using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device does while its CONNECT is refused.</summary>
internal sealed class RefusalBackOffCheck : BackOffCheck<RefusalScene>
{
    public override Phrase Rule => Phrase.Of(
        $"The device waits longer and longer while its CONNECT is answered with return code {RefusalScene.ReturnCode}.",
        $"CONNECT 被返回码 {RefusalScene.ReturnCode} 拒绝时，设备的重连间隔逐次增大。");
}
