using AliyunIotWs.Emulator.Certificates;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>A check that the device goes no further with a certificate of a certain flaw.</summary>
internal abstract class CertificateCheck(CertificateFlaw flaw) : SceneCheck<CertificateScene>
{
    public sealed override CheckGroup Group => CheckGroup.Security;

    protected sealed override Finding Judge(Trial trial, CertificateScene scene)
    {
        if (scene.IsPlain)
            return Finding.NotSeen($"the device connects without TLS", $"设备未使用 TLS 连接");
        var word = CertificateScene.WordOf(flaw);
        if (scene.Shown(flaw) is not { } visit)
        {
            return Finding.NotSeen(
                $"the device did not come again, so that the certificate ({word.English}) could not be shown",
                $"设备未再次连接，无法出示该证书（{word.Chinese}）");
        }

        if (visit.Connect is not null)
        {
            return Finding.Failed(
                $"at {visit.OpenedAt.TotalSeconds:0.0} s the device took the certificate ({word.English}) and sent its CONNECT as '{visit.Connect.UserName}'",
                $"{visit.OpenedAt.TotalSeconds:0.0} s 设备接受了该证书（{word.Chinese}），并以“{visit.Connect.UserName}”发送 CONNECT");
        }

        return visit.SpokeAt is { } at
            ? Finding.Failed(
                $"at {visit.OpenedAt.TotalSeconds:0.0} s the device took the certificate ({word.English}) and sent data at {at.TotalSeconds:0.0} s",
                $"{visit.OpenedAt.TotalSeconds:0.0} s 设备接受了该证书（{word.Chinese}），并在 {at.TotalSeconds:0.0} s 发送数据")
            : Finding.Passed(
                $"at {visit.OpenedAt.TotalSeconds:0.0} s the device broke off and sent nothing: {visit.EndReason}",
                $"{visit.OpenedAt.TotalSeconds:0.0} s 设备中止握手，未发送任何数据：“{visit.EndReason}”");
    }
}
