using AliyunIotWs.Emulator.Certificates;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>When the server's certificate is valid.</summary>
internal sealed class CertificateTimeCheck() : CertificateCheck(CertificateFlaw.Expired)
{
    public override Phrase Rule => new(
        "The device refuses a certificate that has expired.",
        "设备拒绝已过期的证书。");

    public override string Source => "RFC 5280, section 6.1.3";

    public override Phrase Remedy => new(
        "Set the device's clock before it connects, and do not switch the check of dates off.",
        "连接前校准设备时钟，并保留证书有效期校验。");
}
