using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What was sent while the device was away.</summary>
internal sealed class OfflineDeliveryCheck : SceneCheck<DropScene>
{
    public override CheckGroup Group => CheckGroup.Delivery;

    public override Phrase Rule => new(
        "A device that keeps its session takes and acknowledges what waited for it while it was away.",
        "保留会话的设备上线后，接收并确认离线期间的 QoS 1 消息。");

    public override string Source => "MQTT 3.1.1, section 4.4 [MQTT-4.4.0-1]; Alibaba Cloud IoT Platform, \"MQTT protocol\", cleanSession";

    public override Phrase Remedy => new(
        "Set the handler of messages before CONNECT, as they may come with the CONNACK, before any SUBACK.",
        "在发送 CONNECT 之前设置消息回调：离线消息可能紧随 CONNACK、先于 SUBACK 到达。");

    protected override Finding Judge(Trial trial, DropScene scene)
    {
        if (scene.MissedTopic is null)
        {
            return Finding.NotSeen(
                $"nothing waited for the device: its session is a clean one, or it had subscribed to nothing",
                $"没有离线消息：设备使用 clean session，或没有订阅");
        }

        if (scene.After is null || scene.Delivered(trial) is not { } sent)
            return Finding.NotSeen($"the message was not delivered again", $"离线消息未能投递");
        if (DeliveryScene.AckOf(trial, sent) is { } ack)
        {
            return Finding.Passed(
                $"sent on {scene.MissedTopic} while it was away, delivered at {sent.At.TotalSeconds:0.0} s and acknowledged {(ack.At - sent.At).TotalMilliseconds:0} ms later",
                $"离线期间在 {scene.MissedTopic} 下发的消息于 {sent.At.TotalSeconds:0.0} s 投递，{(ack.At - sent.At).TotalMilliseconds:0} 毫秒后确认");
        }

        return sent.Visit.EndedAt is not null
            ? Finding.NotSeen($"the connection ended before it could be acknowledged", $"连接在确认之前已断开")
            : Finding.Failed(
                $"delivered on {scene.MissedTopic} at {sent.At.TotalSeconds:0.0} s with packet id {sent.PacketId}, not acknowledged within {trial.Patience.Settle.TotalSeconds:0} s",
                $"{sent.At.TotalSeconds:0.0} s 在 {scene.MissedTopic} 投递（报文标识符 {sent.PacketId}），{trial.Patience.Settle.TotalSeconds:0} 秒内未确认");
    }
}
