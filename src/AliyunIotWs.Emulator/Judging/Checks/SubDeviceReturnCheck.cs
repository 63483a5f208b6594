using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What becomes of sub-devices when their gateway was away.</summary>
internal sealed class SubDeviceReturnCheck : SceneCheck<DropScene>
{
    public override CheckGroup Group => CheckGroup.Gateway;

    public override Phrase Rule => new(
        "A gateway that comes back logs its sub-devices in again; they went offline with its connection.",
        "网关重连后须重新上线子设备：网关断开时子设备随之下线。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Sub-devices online and offline\"";

    public override Phrase Remedy => new(
        "Log the sub-devices in after each CONNACK, not only at the start.",
        "在每次 CONNACK 之后重新上线子设备，而不是仅在启动时执行一次。");

    protected override Finding Judge(Trial trial, DropScene scene)
    {
        int before = DropScene.Logins(trial, scene.Before);
        if (before == 0)
            return Finding.NotSeen($"the device logged no sub-device in", $"设备没有上线子设备");
        if (scene.After is not { } after)
            return Finding.NotSeen($"the device did not come back", $"设备未重新上线");
        int again = DropScene.Logins(trial, after);
        return again > 0
            ? Finding.Passed(
                $"{before} logins before the connection was cut, {again} after it was back",
                $"断开前有 {before} 次子设备上线，重连后有 {again} 次")
            : Finding.Failed(
                $"{before} logins before the connection was cut, none within {trial.Patience.Settle.TotalSeconds:0} s after it was back at {after.OnlineAt!.Value.TotalSeconds:0.0} s",
                $"断开前有 {before} 次子设备上线，{after.OnlineAt!.Value.TotalSeconds:0.0} s 重连后 {trial.Patience.Settle.TotalSeconds:0} 秒内一次也没有");
    }
}
