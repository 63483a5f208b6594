using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What a gateway asks for its sub-devices.</summary>
internal sealed class SubDeviceRequestCheck : DeviceCheck
{
    private static readonly string[] s_topics = ["/thing/topo/", "/thing/sub/", "/combine/"];

    public override CheckGroup Group => CheckGroup.Gateway;

    public override Phrase Rule => new(
        "The platform takes what a gateway asks for its sub-devices: topology, registration, login.",
        "网关为子设备发起的拓扑、注册、上线请求均被平台接受。");

    public override string Source => "Alibaba Cloud IoT Platform, \"Manage topology\" and \"Sub-devices online and offline\"";

    public override Phrase Remedy => new(
        "Add a sub-device to the topology before its login, and sign both with the secret of the sub-device.",
        "先添加子设备的拓扑关系再上线，两者均使用子设备的 DeviceSecret 签名。");

    public override Finding Judge(Trial trial)
    {
        var asked = trial.Record.Messages.Where(message => s_topics.Any(message.Topic.Contains)).ToList();
        if (asked.Count == 0)
            return Finding.NotSeen($"the device asked nothing for sub-devices", $"设备没有发起子设备相关请求");
        var rejected = trial.Server.Events.Snapshot()
            .Where(line => line.Code == EmulatorEventCode.RequestRejected && line.Time >= trial.Record.Start
                && s_topics.Any(line.Message.Contains))
            .ToList();
        return rejected.Count == 0
            ? Finding.Passed($"{asked.Count} requests", $"{asked.Count} 个请求")
            : Finding.Failed(
                $"{rejected.Count} of {asked.Count} requests were refused", $"{asked.Count} 个请求中有 {rejected.Count} 个被拒绝")
                .With(rejected.DistinctBy(line => line.Message).Select(line => Phrase.Of(
                    $"at {(line.Time - trial.Record.Start).TotalSeconds:0.0} s: {line.Message}",
                    $"{(line.Time - trial.Record.Start).TotalSeconds:0.0} s：“{line.Message}”")));
    }
}
