using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Session;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>
/// Decides on the peer's certificate and remembers why. The chain is built by the runtime to the given authorities, or
/// to those of the operating system; the host name counts in both cases. Where the operating system's policy does not
/// count, because authorities were given, weak signatures and keys are refused here.
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

    /// <summary>The peer has shown a certificate, or said that it has none.</summary>
    public bool Asked { get; private set; }

    /// <summary>Notes the chain; a connection that only connects needs it not, and would keep it.</summary>
    public bool TakesNotes { get; init; }

    /// <summary>
    /// The chain that was looked at, from the server's certificate to its authority; empty without notes.
    /// </summary>
    public IReadOnlyList<CertificateNote> Chain { get; private set; } = [];

    /// <summary>Why the certificate was refused, in words; null where it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; private set; } = string.Empty;

    public bool Decide(object _, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Asked = true;
        if (TakesNotes)
            Chain = [.. chain?.ChainElements.Select(e => CertificateNote.Of(e.Certificate)) ?? []];
        if (_skip)
            return true;
        if (errors == SslPolicyErrors.None)
        {
            if (ChainPolicy is null || chain is null || WeakCertificate.Find(chain) is not { } weakness)
                return true;
            Refusal = $"certificate {weakness}";
            Remedy = "Let the server's operator replace it by one with SHA-256 or better and a key of at least 2,048 bits "
                + "(RSA) or 256 bits (elliptic curves).";
            return false;
        }

        Refusal = Describe(certificate, chain, errors);
        Remedy = Advice(chain, errors);
        return false;
    }

    private static string Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "the server showed no certificate";
        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add("it is for another host name");
        if (OutOfTime(chain) is { } outOfTime)
            reasons.Add(Validity(outOfTime, certificate));
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var statuses = chain?.ChainStatus.Select(s => s.Status.ToString()) ?? [];
            reasons.Add($"its chain is not trusted ({string.Join(", ", statuses.Distinct())})");
        }

        return $"certificate '{certificate.Subject}': {string.Join(" and ", reasons)}";
    }

    private static string Advice(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return "Connect to the host name that the certificate is for.";
        if (OutOfTime(chain) is not null)
            return "Check the clock of this machine; if it is right, the server's operator has to renew the certificate.";
        return "Give the authority that signed it with -TrustedCertificate; the platform's newer gateways use the Aliyun IoT "
            + "Root CA, which is in no operating system's store.";
    }

    private static X509Certificate2? OutOfTime(X509Chain? chain) => chain?.ChainElements
        .FirstOrDefault(e => e.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))?.Certificate;

    private static string Validity(X509Certificate2 outOfTime, X509Certificate shown)
    {
        string which = outOfTime.Equals(shown) ? "it" : $"its authority '{outOfTime.Subject}'";
        return DateTime.Now > outOfTime.NotAfter
            ? string.Create(CultureInfo.InvariantCulture, $"{which} expired on {outOfTime.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC")
            : string.Create(CultureInfo.InvariantCulture, $"{which} is not valid before {outOfTime.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC");
    }
}
