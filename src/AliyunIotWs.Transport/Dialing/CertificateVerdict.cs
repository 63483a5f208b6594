using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Session;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>
/// Decides on the peer's certificate and remembers why. The chain is built by the runtime to the given authorities, or
/// to those of the operating system; the host name counts in both cases.
/// </summary>
internal sealed class CertificateVerdict
{
    private readonly bool _skip;

    public CertificateVerdict(TlsSettings settings)
    {
        _skip = settings.SkipCertificateCheck;
        if (settings.TrustedAuthorities is not { } authorities)
            return;
        ChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private authority seldom serves revocation lists, and a device behind a proxy could not reach them.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        ChainPolicy.CustomTrustStore.AddRange(authorities);
    }

    /// <summary>Null: the operating system's authorities.</summary>
    public X509ChainPolicy? ChainPolicy { get; }

    /// <summary>Why the certificate was refused, in words; null where it was not.</summary>
    public string? Refusal { get; private set; }

    public bool NameMismatch { get; private set; }

    public bool Decide(object _, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || _skip)
            return true;
        NameMismatch = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        Refusal = Describe(certificate, chain, errors);
        return false;
    }

    private static string Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "the server showed no certificate";
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add("it is for another host name");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            IEnumerable<string> statuses = chain?.ChainStatus.Select(s => s.Status.ToString()) ?? [];
            reasons.Add($"its chain is not trusted ({string.Join(", ", statuses.Distinct())})");
        }

        return $"certificate '{certificate.Subject}': {string.Join(" and ", reasons)}";
    }
}
