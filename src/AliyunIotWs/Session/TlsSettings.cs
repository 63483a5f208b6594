using System.Security.Cryptography.X509Certificates;

namespace AliyunIotWs.Session;

/// <summary>How the gateway's certificate is checked, and which one the client shows.</summary>
internal sealed class TlsSettings
{
    /// <summary>The only authorities that count, or null for those of the operating system.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    public X509Certificate2? ClientCertificate { get; init; }

    public bool SkipCertificateCheck { get; init; }
}
