using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What becomes of subscriptions when the platform has forgotten a session that was to be kept.</summary>
internal sealed class SessionLossCheck : SceneCheck<OutageScene>
{
    public override CheckGroup Group => CheckGroup.Reconnect;

    public override Phrase Rule => new(
        "The device subscribes again where the CONNACK says that there is no session, also one that asked to keep it.",
        "CONNACK 表明会话不存在时，即使设备要求保留会话，也须重新订阅。");

    public override string Source => "MQTT 3.1.1, section 3.2.2.2 [MQTT-3.2.2-3]";

    public override Phrase Remedy => new(
        "Look at the session present flag of each CONNACK, and subscribe where it is 0.",
        "检查每个 CONNACK 的 session present 标志，为 0 时重新订阅。");

    protected override Finding Judge(Trial trial, OutageScene scene)
    {
        if (scene.After is not { } after || scene.Restarted)
        {
            return Finding.NotSeen(
                $"the device did not come back by itself after the ports were open again", $"端口恢复后设备未自行重新上线");
        }

        var wait = after.OnlineAt!.Value - scene.OpenAt;
        if (scene.Filters.Count == 0)
        {
            return Finding.NotSeen(
                $"the device came back {wait.TotalSeconds:0.0} s after the ports were open; it had subscribed to nothing",
                $"端口恢复 {wait.TotalSeconds:0.0} 秒后设备重新上线；设备没有订阅任何 Topic");
        }

        var missing = FilterCover.Missing(scene.Filters, trial.Granted(after));
        if (missing.Count == 0)
        {
            return Finding.Passed(
                $"it came back {wait.TotalSeconds:0.0} s after the ports were open, and made all {scene.Filters.Count} subscriptions again",
                $"端口恢复 {wait.TotalSeconds:0.0} 秒后重新上线，{scene.Filters.Count} 个订阅均已重新建立");
        }

        // A session that was to be kept is rarely lost.
        var result = after.Connect!.Clean ? CheckResult.Failed : CheckResult.Warned;
        return new Finding(result, []).With(
            [
                Phrase.Of(
                    $"session present was 0, and {missing.Count} of {scene.Filters.Count} subscriptions were not made again after {after.OnlineAt.Value.TotalSeconds:0.0} s",
                    $"session present 为 0，{after.OnlineAt.Value.TotalSeconds:0.0} s 之后 {scene.Filters.Count} 个订阅中有 {missing.Count} 个未重新建立"),
                .. missing.Select(Phrase.Same),
            ]);
    }
}
