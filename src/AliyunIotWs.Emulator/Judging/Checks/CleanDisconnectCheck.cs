using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>How the device leaves.</summary>
internal sealed class CleanDisconnectCheck : SceneCheck<FarewellScene>
{
    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => new(
        "A device that stops sends DISCONNECT before it closes the connection.",
        "设备停止时，先发送 DISCONNECT 再关闭连接。");

    public override string Source => "MQTT 3.1.1, section 3.14";

    public override Phrase Remedy => new(
        "Call the client's disconnect, or end, where the program stops, also on a signal.",
        "在程序退出（包括收到信号）时调用客户端的 disconnect 或 end。");

    protected override Finding Judge(Trial trial, FarewellScene scene)
    {
        var left = trial.Record.Visits.Where(visit => visit is { OnlineAt: not null, EndedAt: not null, EndedByDevice: true }).ToList();
        if (left.Count == 0)
            return Finding.NotSeen($"the device closed no connection of its own accord", $"设备没有主动关闭过连接");
        var rude = left.Where(visit => !visit.Parted).ToList();
        return rude is [var first, ..]
            ? Finding.Warned(
                $"{rude.Count} of {left.Count} connections that the device closed ended without DISCONNECT; at {first.EndedAt!.Value.TotalSeconds:0.0} s: {first.EndReason}",
                $"设备关闭的 {left.Count} 个连接中有 {rude.Count} 个未发送 DISCONNECT；{first.EndedAt!.Value.TotalSeconds:0.0} s：“{first.EndReason}”")
            : Finding.Passed(
                $"DISCONNECT at {left[^1].EndedAt!.Value.TotalSeconds:0.0} s",
                $"{left[^1].EndedAt!.Value.TotalSeconds:0.0} s 收到 DISCONNECT");
    }
}
