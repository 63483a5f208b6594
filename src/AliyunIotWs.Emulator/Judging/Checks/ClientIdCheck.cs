using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>The form of the client id.</summary>
internal sealed class ClientIdCheck : DeviceCheck
{
    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => Phrase.Of(
        $"The MQTT client id is clientId|key=value,…| with a clientId of 1 to {PlatformLimits.ClientIdCharacters} characters.",
        $"MQTT clientId 的格式为 clientId|key=value,…|，其中 clientId 为 1～{PlatformLimits.ClientIdCharacters} 个字符。");

    public override string Source => "Alibaba Cloud IoT Platform, \"MQTT-TCP connections\" and \"MQTT-WebSocket connections\"";

    public override Phrase Remedy => new(
        "Write the clientId, a |, the parameters with commas between them, and a | as the last character.",
        "依次拼接 clientId、|、以逗号分隔的扩展参数，并以 | 结尾。");

    public override Finding Judge(Trial trial)
    {
        var faults = trial.Connects.Where(connect => connect.Fault("client id: ") is not null).ToList();
        if (faults is [var first, ..])
        {
            return Finding.Failed(
                $"CONNECT at {first.At.TotalSeconds:0.0} s with the client id '{first.ClientId}': {first.Fault("client id: ")}",
                $"{first.At.TotalSeconds:0.0} s 的 CONNECT 使用 clientId“{first.ClientId}”：“{first.Fault("client id: ")}”");
        }

        var connect = trial.Connect!;
        return Finding.Passed(
            $"'{connect.ClientId}', with {connect.ClientId.IndexOf('|')} characters before the first |",
            $"“{connect.ClientId}”，第一个 | 之前有 {connect.ClientId.IndexOf('|')} 个字符");
    }
}
