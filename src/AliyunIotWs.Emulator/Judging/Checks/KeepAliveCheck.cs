using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>The keep-alive of the CONNECT.</summary>
internal sealed class KeepAliveCheck : DeviceCheck
{
    private const int Least = PlatformLimits.KeepAliveSecondsLeast;
    private const int Most = PlatformLimits.KeepAliveSecondsMost;

    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => Phrase.Of(
        $"The keep-alive is {Least} to {Most} s; the platform refuses a CONNECT with another one.",
        $"保活时间（keepalive）为 {Least}～{Most} 秒，超出范围的 CONNECT 会被拒绝。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\", MQTT connections";

    public override Phrase Remedy => new(
        "Set the keep-alive of the MQTT client; the platform recommends 300 s or more. 0 is refused too.",
        "设置 MQTT 客户端的 keepalive，平台建议 300 秒以上；0 同样会被拒绝。");

    public override Finding Judge(Trial trial)
    {
        if (trial.Connects.FirstOrDefault(connect => connect.KeepAlive is < Least or > Most) is { } wrong)
        {
            return Finding.Failed(
                $"CONNECT at {wrong.At.TotalSeconds:0.0} s with keep-alive {wrong.KeepAlive} s; the platform answers with return code 2",
                $"{wrong.At.TotalSeconds:0.0} s 的 CONNECT 的 keepalive 为 {wrong.KeepAlive} 秒，平台将以返回码 2 拒绝");
        }

        return Finding.Passed(
            $"keep-alive {trial.Connect!.KeepAlive} s", $"keepalive 为 {trial.Connect!.KeepAlive} 秒");
    }
}
