using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Whether the device acknowledges what it is sent.</summary>
internal sealed class PubAckCheck : SceneCheck<DeliveryScene>
{
    public override CheckGroup Group => CheckGroup.Delivery;

    public override Phrase Rule => new(
        "The device answers each PUBLISH of QoS 1 with a PUBACK of its packet id.",
        "设备对收到的每条 QoS 1 消息回复对应报文标识符的 PUBACK。");

    public override string Source => "MQTT 3.1.1, section 4.3.2 [MQTT-4.3.2-2]";

    public override Phrase Remedy => new(
        "Send PUBACK when the message is taken; a client with manual acknowledgement has to be told. The platform sends a "
        + "message again until it is acknowledged.",
        "消息处理后发送 PUBACK；使用手动确认的客户端须显式确认，否则平台会重复投递。");

    protected override Finding Judge(Trial trial, DeliveryScene scene)
    {
        if (scene.Topic is null)
        {
            return Finding.NotSeen(
                $"the device has subscribed to nothing that it could be sent", $"设备没有可用于下发消息的订阅");
        }

        if (scene.Sent.Count == 0)
            return Finding.NotSeen($"nothing could be delivered on {scene.Topic}", $"无法在 {scene.Topic} 上下发消息");
        var open = scene.Sent.Where(sent => DeliveryScene.AckOf(trial, sent) is null).ToList();
        if (open is not [var first, ..])
        {
            var last = scene.Sent.Max(sent => DeliveryScene.AckOf(trial, sent)!.At - sent.At);
            return Finding.Passed(
                $"{scene.Sent.Count} messages on {scene.Topic}, each acknowledged within {last.TotalMilliseconds:0} ms",
                $"{scene.Topic} 上的 {scene.Sent.Count} 条消息均在 {last.TotalMilliseconds:0} 毫秒内确认");
        }

        if (first.Visit.EndedByDevice)
        {
            return Finding.Failed(
                $"the device closed the connection at {first.Visit.EndedAt!.Value.TotalSeconds:0.0} s, after a message of QoS 1 on {scene.Topic}: {first.Visit.EndReason}",
                $"在 {scene.Topic} 下发 QoS 1 消息后，设备于 {first.Visit.EndedAt!.Value.TotalSeconds:0.0} s 关闭了连接：“{first.Visit.EndReason}”");
        }

        return Finding.Failed(
            $"{open.Count} of {scene.Sent.Count} messages on {scene.Topic} had no PUBACK after {trial.Patience.Ack.TotalSeconds:0} s, on a connection that stayed open; the first has packet id {first.PacketId} and was sent at {first.At.TotalSeconds:0.0} s",
            $"{scene.Topic} 上的 {scene.Sent.Count} 条消息中有 {open.Count} 条在 {trial.Patience.Ack.TotalSeconds:0} 秒内未收到 PUBACK，连接一直保持；首条报文标识符为 {first.PacketId}，于 {first.At.TotalSeconds:0.0} s 下发");
    }
}
