namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>What the client id says of the transport.</summary>
internal sealed class SecureModeCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => new(
        "securemode is 2 over TLS and wss, 3 over TCP and ws.",
        "TLS、wss 连接的 securemode 为 2，TCP、ws 连接为 3。");

    public override string Source => "Alibaba Cloud IoT Platform, \"MQTT-TCP connections\", extension parameters";

    public override Phrase Remedy => new(
        "Let securemode follow the transport of each connection.",
        "按每个连接实际使用的传输方式设置 securemode。");

    public override Finding Judge(Trial trial)
    {
        if (trial.Connects.FirstOrDefault(connect => connect.Fault("securemode") is not null) is { } wrong)
        {
            return Finding.Failed(
                $"CONNECT at {wrong.At.TotalSeconds:0.0} s over {wrong.Transport}: {wrong.Fault("securemode")}",
                $"{wrong.At.TotalSeconds:0.0} s 经 {wrong.Transport} 发送的 CONNECT：“{wrong.Fault("securemode")}”");
        }

        var connect = trial.Connects.FirstOrDefault(one => one.Verdict.Announced is not null);
        return connect is null
            ? Finding.NotSeen($"the client id could not be read", $"clientId 无法解析")
            : Finding.Passed(
                $"securemode={connect.Verdict.Announced!["securemode"]} over {connect.Transport}",
                $"经 {connect.Transport} 连接，securemode={connect.Verdict.Announced!["securemode"]}");
    }
}
