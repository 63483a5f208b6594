using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>How long messages are.</summary>
internal sealed class PayloadSizeCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.Limits;

    public override Phrase Rule => Phrase.Of(
        $"A payload has {PlatformLimits.PayloadBytes / 1024} KB at the most; the platform drops a longer one.",
        $"单条消息的 payload 最大 {PlatformLimits.PayloadBytes / 1024} KB，超出的消息被丢弃。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Limits\", MQTT messages";

    public override Phrase Remedy => new(
        "Split it, compress it, or upload a file and send its address.",
        "拆分或压缩数据，或上传文件后上报文件地址。");

    public override Finding Judge(Trial trial)
    {
        var messages = trial.Record.Messages.ToList();
        if (messages.Count == 0)
            return Finding.NotSeen($"the device sent nothing", $"设备没有发送消息");
        var longest = messages.MaxBy(message => message.Length)!;
        int over = messages.Count(message => message.Length > PlatformLimits.PayloadBytes);
        return over > 0
            ? Finding.Failed(
                $"{over} of {messages.Count} messages are too long, the longest has {longest.Length} bytes, at {longest.At.TotalSeconds:0.0} s {longest.Topic}",
                $"{messages.Count} 条消息中有 {over} 条过长，最长 {longest.Length} 字节，{longest.At.TotalSeconds:0.0} s {longest.Topic}")
            : Finding.Passed(
                $"{messages.Count} messages, the longest has {longest.Length} bytes, on {longest.Topic}",
                $"共 {messages.Count} 条消息，最长 {longest.Length} 字节，Topic 为 {longest.Topic}");
    }
}
