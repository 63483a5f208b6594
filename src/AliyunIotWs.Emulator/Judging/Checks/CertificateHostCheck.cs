using AliyunIotWs.Emulator.Certificates;

namespace AliyunIotWs.Emulator.Judging.Checks;

/// <summary>For whom the server's certificate was made.</summary>
internal sealed class CertificateHostCheck() : CertificateCheck(CertificateFlaw.Host)
{
    public override Phrase Rule => new(
        "The device refuses a certificate that names another host than the one that it connects to.",
        "设备拒绝主机名与所连接主机不符的证书。");

    public override string Source => "RFC 6125, section 6; Alibaba Cloud IoT Platform, root certificate guide";

    public override Phrase Remedy => new(
        "Switch the check of the host name on (check_hostname, mbedtls_ssl_set_hostname, SSL_set1_host).",
        "开启主机名校验（check_hostname、mbedtls_ssl_set_hostname、SSL_set1_host 等）。");
}
