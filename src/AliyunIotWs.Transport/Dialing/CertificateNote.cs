using System.Security.Cryptography.X509Certificates;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>What a person wants to know of a certificate.</summary>
/// <param name="Name">The common name, or another part where there is none.</param>
/// <param name="Expires">Its last moment, UTC.</param>
internal sealed record CertificateNote(string Name, DateTime Expires)
{
    public static CertificateNote Of(X509Certificate2 certificate) =>
        new(certificate.GetNameInfo(X509NameType.SimpleName, false), certificate.NotAfter.ToUniversalTime());
}
