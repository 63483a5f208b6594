using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Whether the device comes back.</summary>
internal sealed class ReturnCheck : SceneCheck<DropScene>
{
    public override CheckGroup Group => CheckGroup.Reconnect;

    public override Phrase Rule => new(
        "The device comes back by itself when its connection was cut.",
        "连接断开后，设备能自动重连。");

    public override string Source => "Alibaba Cloud IoT Platform, \"FAQ: MQTT connections that drop\"";

    public override Phrase Remedy => new(
        "Switch the client's reconnect on, or connect anew in its handler of a lost connection.",
        "开启客户端的自动重连，或在连接断开的回调中重新连接。");

    protected override Finding Judge(Trial trial, DropScene scene)
    {
        if (scene.Restarted)
        {
            return Finding.Warned(
                $"the device's program ended when the connection was cut at {scene.Before!.EndedAt!.Value.TotalSeconds:0.0} s, and had to be started anew",
                $"{scene.Before!.EndedAt!.Value.TotalSeconds:0.0} s 断开连接后设备程序退出，需要重新启动");
        }

        if (scene.After is { } after)
        {
            var wait = after.OnlineAt!.Value - scene.Before!.EndedAt!.Value;
            return Finding.Passed(
                $"dropped at {scene.Before.EndedAt.Value.TotalSeconds:0.0} s, online again after {wait.TotalSeconds:0.0} s",
                $"{scene.Before.EndedAt.Value.TotalSeconds:0.0} s 断开，{wait.TotalSeconds:0.0} 秒后重新上线");
        }

        return scene.Before is { } before
            ? Finding.Failed(
                $"dropped at {before.EndedAt!.Value.TotalSeconds:0.0} s, not online again within {trial.Patience.Return.TotalSeconds:0} s",
                $"{before.EndedAt!.Value.TotalSeconds:0.0} s 断开，{trial.Patience.Return.TotalSeconds:0} 秒内未重新上线")
            : Finding.NotSeen($"the connection was not cut", $"连接未被断开");
    }
}
