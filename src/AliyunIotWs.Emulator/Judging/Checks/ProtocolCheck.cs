using MQTTnet.Formatter;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>The version of MQTT, and its rules.</summary>
internal sealed class ProtocolCheck : DeviceCheck
{
    private const string Violation = "protocol violation: ";

    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => new(
        "The device speaks MQTT 3.1.1 (or 3.1) and keeps its rules.",
        "设备使用 MQTT 3.1.1（或 3.1）协议并遵守协议规范。");

    public override string Source => "Alibaba Cloud IoT Platform, \"MQTT protocol\"; MQTT 3.1.1";

    public override Phrase Remedy => new(
        "Set the client's protocol version to 4 (3.1.1); an instance that offers MQTT 5 has to be bought and set up. "
        + "The number of the broken statement is in the evidence.",
        "将客户端协议版本设为 4（即 3.1.1）；MQTT 5 仅企业版实例支持。证据中给出了违反的协议条款编号。");

    public override Finding Judge(Trial trial)
    {
        if (trial.Connects.FirstOrDefault(connect => connect.Version == MqttProtocolVersion.V500) is { } five)
        {
            return Finding.Failed(
                $"CONNECT at {five.At.TotalSeconds:0.0} s with MQTT 5, which was refused",
                $"{five.At.TotalSeconds:0.0} s 的 CONNECT 使用 MQTT 5，已被拒绝");
        }

        var broken = trial.Record.Visits
            .Where(visit => visit.EndReason?.StartsWith(Violation, StringComparison.Ordinal) == true)
            .ToList();
        if (broken is [var first, ..])
        {
            return Finding.Failed(
                $"{broken.Count} connections were closed for a violation; at {first.EndedAt!.Value.TotalSeconds:0.0} s: {first.EndReason![Violation.Length..]}",
                $"{broken.Count} 个连接因违反协议被关闭；{first.EndedAt!.Value.TotalSeconds:0.0} s：“{first.EndReason![Violation.Length..]}”");
        }

        return Finding.Passed(
            $"MQTT {(trial.Connect!.Version == MqttProtocolVersion.V310 ? "3.1" : "3.1.1")}, no rule broken in {trial.Record.Passages.Count} packets",
            $"MQTT {(trial.Connect!.Version == MqttProtocolVersion.V310 ? "3.1" : "3.1.1")}，{trial.Record.Passages.Count} 个报文均符合规范");
    }
}
