using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What becomes of messages that were not acknowledged.</summary>
internal sealed class ResendCheck : SceneCheck<DropScene>
{
    public override CheckGroup Group => CheckGroup.Delivery;

    public override Phrase Rule => new(
        "A message of QoS 1 that was not acknowledged is sent again after a reconnect.",
        "未收到 PUBACK 的 QoS 1 消息，重连后须重新发送。");

    public override string Source => "MQTT 3.1.1, section 4.4 [MQTT-4.4.0-1]";

    public override Phrase Remedy => new(
        "Keep each message until its PUBACK has come, also across connections, and send what is left when the device is "
        + "online again.",
        "在收到 PUBACK 之前保留消息（跨连接保留），重新上线后补发。");

    protected override Finding Judge(Trial trial, DropScene scene)
    {
        if (scene.Withheld.Count == 0)
            return Finding.NotSeen($"the device sent nothing with QoS 1", $"设备没有发送 QoS 1 消息");
        if (scene.After is not { } after || scene.Restarted)
            return Finding.NotSeen($"the device did not come back by itself", $"设备未自行重新上线");
        var lost = scene.Withheld.Where(one => scene.Again(trial, one) is null).ToList();
        if (lost is not [var missing, ..])
        {
            var first = scene.Withheld[0];
            var again = scene.Again(trial, first)!;
            if (!again.Dup && Repetition.IsRoutine(trial, first, again))
            {
                return Finding.NotSeen(
                    $"the device sends the same {first.Length} bytes on {first.Topic} again and again, so that the message without PUBACK can not be told from the next",
                    $"设备在 {first.Topic} 上反复发送相同的 {first.Length} 字节，无法区分未确认消息的重发与新消息");
            }

            return Finding.Passed(
                $"{scene.Withheld.Count} messages without PUBACK were sent again, the first {(again.At - after.OnlineAt!.Value).TotalSeconds:0.0} s after the device was back",
                $"{scene.Withheld.Count} 条未确认的消息已重新发送，首条在上线 {(again.At - after.OnlineAt!.Value).TotalSeconds:0.0} 秒后");
        }

        FormattableString english = $"{lost.Count} of {scene.Withheld.Count} messages without PUBACK did not come again within {trial.Patience.Settle.TotalSeconds:0} s; the first was sent at {missing.At.TotalSeconds:0.0} s on {missing.Topic} with packet id {missing.PacketId}";
        FormattableString chinese = $"{scene.Withheld.Count} 条未确认的消息中有 {lost.Count} 条在 {trial.Patience.Settle.TotalSeconds:0} 秒内未重新发送；首条于 {missing.At.TotalSeconds:0.0} s 发送至 {missing.Topic}，报文标识符 {missing.PacketId}";

        // A clean session ends with its connection: MQTT asks for nothing then, yet the message is lost.
        return after.Connect!.Clean ? Finding.Warned(english, chinese) : Finding.Failed(english, chinese);
    }
}
