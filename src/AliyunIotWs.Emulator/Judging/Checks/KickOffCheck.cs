using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the device does when its identity connects elsewhere.</summary>
internal sealed class KickOffCheck : SceneCheck<KickScene>
{
    // With less than that, two devices of one identity throw each other off as fast as they can.
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(200);

    public override CheckGroup Group => CheckGroup.Reconnect;

    public override Phrase Rule => new(
        "A device that is thrown off, because its identity connected elsewhere, waits before it comes back.",
        "同一设备证书在别处登录导致设备被踢下线后，应等待一段时间再重连。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\" (one connection for each device); cloud log, code 400";

    public override Phrase Remedy => new(
        "Do not connect at once after a loss, and slow down where connections are lost soon after they were made, again and "
        + "again. Give each device a triple of its own.",
        "断线后不要立即重连；若连接建立后屡次很快断开，应逐步放慢。一机一密，不要多台设备共用同一设备证书。");

    protected override Finding Judge(Trial trial, KickScene scene)
    {
        if (scene.Restarted)
            return Finding.StartedAnew;
        var waits = new Waits(scene.Waits);
        if (waits.Each.Count == 0)
            return Finding.NotSeen($"the device did not come back after it was thrown off", $"被踢下线后设备未重新上线");
        bool duels = waits.Each.Count >= 3 && waits.Each.All(wait => wait < s_atOnce);
        return duels
            ? Finding.Warned(
                $"thrown off {waits.Each.Count} times, it connected again after {waits}: at once, each time",
                $"被踢下线 {waits.Each.Count} 次，每次均立即重连，间隔为 {waits}")
            : Finding.Passed(
                $"thrown off {waits.Each.Count} times, it connected again after {waits}",
                $"被踢下线 {waits.Each.Count} 次，重连间隔为 {waits}");
    }
}
