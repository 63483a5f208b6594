namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What MQTT has and the platform has not.</summary>
internal sealed class UnsupportedFeatureCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => new(
        "The device counts on no will, no retained messages and no QoS 2: the platform has none of them with MQTT 3.1.1.",
        "设备不依赖遗嘱消息、保留消息和 QoS 2：平台的 MQTT 3.1.1 均不支持。");

    public override string Source => "Alibaba Cloud IoT Platform, \"MQTT protocol\", what is not supported";

    public override Phrase Remedy => new(
        "Let the platform tell of devices that went offline (device status in a rule or a service subscription), and use QoS 0 or 1.",
        "设备离线请使用平台的设备状态通知（规则引擎或服务端订阅），消息使用 QoS 0 或 1。");

    public override Finding Judge(Trial trial)
    {
        var seen = new List<Phrase>();
        if (trial.Connects.FirstOrDefault(connect => connect.Will) is { } will)
        {
            seen.Add(Phrase.Of(
                $"CONNECT at {will.At.TotalSeconds:0.0} s has a will, which is ignored",
                $"{will.At.TotalSeconds:0.0} s 的 CONNECT 带有遗嘱消息，将被忽略"));
        }

        seen.AddRange(trial.Record.Messages
            .Where(message => message.Retain || message.Qos == 2)
            .DistinctBy(message => (message.Topic, message.Retain, message.Qos == 2))
            .Select(message => Phrase.Of(
                $"PUBLISH at {message.At.TotalSeconds:0.0} s on {message.Topic} with {(message.Qos == 2 ? "QoS 2" : "the retain flag, which is ignored")}",
                $"{message.At.TotalSeconds:0.0} s 在 {message.Topic} 的 PUBLISH 使用了{(message.Qos == 2 ? " QoS 2" : "保留标志，将被忽略")}")));
        if (seen.Count == 0)
            return Finding.Passed($"none of them was used", $"均未使用");
        bool broken = trial.Record.Messages.Any(message => message.Qos == 2);
        return new Finding(broken ? CheckResult.Failed : CheckResult.Warned, []).With(seen);
    }
}
