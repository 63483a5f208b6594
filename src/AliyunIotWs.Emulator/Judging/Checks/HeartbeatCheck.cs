using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Whether the device keeps the keep-alive that it announced.</summary>
internal sealed class HeartbeatCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => new(
        "The device sends something within its keep-alive; after one and a half of it the platform drops the connection.",
        "设备须在 keepalive 时间内发送报文，超过 1.5 倍 keepalive 平台将断开连接。");

    public override string Source => "MQTT 3.1.1, section 3.1.2.10 [MQTT-3.1.2-23, MQTT-3.1.2-24]";

    public override Phrase Remedy => new(
        "Let the MQTT client run its loop, so that it can send PINGREQ in time.",
        "保证 MQTT 客户端的处理循环持续运行，及时发送 PINGREQ。");

    public override Finding Judge(Trial trial)
    {
        var lost = trial.Record.Visits.FirstOrDefault(
            visit => visit.EndReason?.StartsWith("nothing was received for", StringComparison.Ordinal) == true);
        if (lost is not null)
        {
            return Finding.Failed(
                $"the connection of {lost.OpenedAt.TotalSeconds:0.0} s was dropped at {lost.EndedAt!.Value.TotalSeconds:0.0} s: {lost.EndReason}",
                $"{lost.OpenedAt.TotalSeconds:0.0} s 建立的连接在 {lost.EndedAt!.Value.TotalSeconds:0.0} s 被断开：“{lost.EndReason}”");
        }

        int pings = trial.Record.Passages.Count(one => one is { Kind: PassageKind.Ping, FromDevice: true });
        return pings > 0
            ? Finding.Passed($"{pings} PINGREQ were seen", $"收到 {pings} 个 PINGREQ")
            : Finding.NotSeen($"no connection was silent for its keep-alive", $"没有连接的静默时间达到 keepalive");
    }
}
