using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What becomes of subscriptions when a connection was lost.</summary>
internal sealed class ResubscribeCheck : SceneCheck<DropScene>
{
    public override CheckGroup Group => CheckGroup.Reconnect;

    public override Phrase Rule => new(
        "After a reconnect without a session the device subscribes again to what it had subscribed to.",
        "重连后若会话未保留，设备须重新订阅之前订阅的 Topic。");

    public override string Source => "MQTT 3.1.1, section 3.1.2.4 [MQTT-3.1.2-6] and section 3.2.2.2";

    public override Phrase Remedy => new(
        "Subscribe in the handler of each CONNACK whose session present flag is 0, not only at the start.",
        "在每次 CONNACK（session present 为 0）的回调中订阅，而不是仅在启动时订阅一次。");

    protected override Finding Judge(Trial trial, DropScene scene)
    {
        if (scene.Filters.Count == 0)
            return Finding.NotSeen($"the device had subscribed to nothing", $"设备没有订阅任何 Topic");
        if (scene.After is not { } after || scene.Restarted)
            return Finding.NotSeen($"the device did not come back by itself", $"设备未自行重新上线");
        if (after.SessionPresent)
        {
            return Finding.Passed(
                $"its session was resumed with {scene.Filters.Count} subscriptions, so that none had to be made again",
                $"会话已恢复，保留了 {scene.Filters.Count} 个订阅，无需重新订阅");
        }

        var missing = FilterCover.Missing(scene.Filters, trial.Granted(after));
        var waited = (after.EndedAt ?? trial.Record.Now) - after.OnlineAt!.Value;
        if (missing.Count == 0)
        {
            return Finding.Passed(
                $"all {scene.Filters.Count} subscriptions were made again after the reconnect at {after.OnlineAt.Value.TotalSeconds:0.0} s",
                $"{after.OnlineAt.Value.TotalSeconds:0.0} s 重连后，{scene.Filters.Count} 个订阅均已重新建立");
        }

        return Finding.Failed(
            $"{missing.Count} of {scene.Filters.Count} subscriptions were not made again within {waited.TotalSeconds:0.0} s after the reconnect at {after.OnlineAt.Value.TotalSeconds:0.0} s",
            $"{after.OnlineAt.Value.TotalSeconds:0.0} s 重连后 {waited.TotalSeconds:0.0} 秒内，{scene.Filters.Count} 个订阅中有 {missing.Count} 个未重新建立")
            .With(missing.Select(Phrase.Same));
    }
}
