namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>User name, sign method and signature.</summary>
internal sealed class SignatureCheck : DeviceCheck
{
    private static readonly string[] s_faults = ["signature: ", "user name: ", "device: ", "token: ", "signmethod=", "timestamp "];

    public override CheckGroup Group => CheckGroup.Connect;

    public override Phrase Rule => new(
        "The user name is deviceName&productKey, and the password is the HMAC of the submitted values with the device secret.",
        "用户名为 deviceName&productKey，密码为以 DeviceSecret 对提交参数计算的 HMAC 签名。");

    public override string Source => "Alibaba Cloud IoT Platform, \"MQTT-TCP connections\", signature of a CONNECT";

    public override Phrase Remedy => new(
        "Sign clientId, deviceName, productKey and the timestamp that was sent, names and values without separators in "
        + "alphabetical order, with the method that signmethod names; write all hexadecimal digits.",
        "将 clientId、deviceName、productKey 以及所提交的 timestamp 按名称字典序拼接（名称后接值，无分隔符），"
        + "使用 signmethod 指定的算法签名，并保留全部十六进制位。");

    public override Finding Judge(Trial trial)
    {
        foreach (var connect in trial.Connects)
        {
            if (s_faults.Select(connect.Fault).FirstOrDefault(fault => fault is not null) is { } reason)
            {
                return Finding.Failed(
                    $"CONNECT at {connect.At.TotalSeconds:0.0} s as '{connect.UserName}': {reason}",
                    $"{connect.At.TotalSeconds:0.0} s 的 CONNECT，用户名“{connect.UserName}”：“{reason}”");
            }
        }

        // What is wrong with the client id hides the signature.
        if (trial.Connects.FirstOrDefault(connect => connect.Verdict.Announced is not null) is not { } first)
        {
            return Finding.NotSeen(
                $"the client id could not be read, so that it is not known what was signed",
                $"clientId 无法解析，无法得知签名内容");
        }

        string? method = first.Verdict.Announced!["signmethod"];
        return Finding.Passed(
            $"'{first.UserName}', {method ?? "hmacmd5, as none is given"}, {first.PasswordLength} digits",
            $"“{first.UserName}”，{method ?? "hmacmd5（未指定时的默认算法）"}，共 {first.PasswordLength} 位");
    }
}
