using AliyunIotWs.Emulator.Certificates;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>Who has signed the server's certificate.</summary>
internal sealed class CertificateAuthorityCheck() : CertificateCheck(CertificateFlaw.Authority)
{
    public override Phrase Rule => new(
        "The device refuses a certificate that an authority has signed which it does not trust.",
        "设备拒绝由不受信任的 CA 签发的证书。");

    public override string Source => "Alibaba Cloud IoT Platform, \"MQTT-TCP connections\", root certificate; RFC 5280, section 6";

    public override Phrase Remedy => new(
        "Give the TLS library the platform's root certificate and switch verification on "
        + "(rejectUnauthorized, CERT_REQUIRED, verify_peer).",
        "为 TLS 库配置平台的根证书，并开启证书校验（rejectUnauthorized、CERT_REQUIRED、verify_peer 等）。");
}
