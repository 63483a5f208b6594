using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AliyunIotWs.Emulator.Certificates;

/// <summary>
/// A certificate authority of the emulator's own and the server certificates signed by it, made in memory. Nothing is
/// written to a file or to a store. The platform's C SDKs come with a TLS library that knows RSA alone, so the authority
/// has an RSA key; most others are served with an elliptic curve, which is faster, and those SDKs with RSA.
/// </summary>
internal sealed class EmulatorCertificates : IDisposable
{
    private const int RsaBits = 2048;
    private const string Host = "localhost";

    // A name that no host can have (RFC 2606, section 2).
    private const string OtherHost = "another-host.invalid";

    private static readonly TimeSpan s_validity = TimeSpan.FromDays(90);

    // Finding an RSA key takes a tenth of a second, so that the emulators of a process share what no client sees.
    private static readonly Lazy<RSA> s_authorityKey = new(() => RSA.Create(RsaBits));
    private static readonly Lazy<RSA> s_serverKey = new(() => RSA.Create(RsaBits));
    private static readonly Lazy<RSA> s_strangerKey = new(() => RSA.Create(RsaBits));

    private readonly RSA _authorityKey;
    private readonly string _host;
    private readonly Lazy<SslStreamCertificateContext> _rsaContext;

    private EmulatorCertificates(
        X509Certificate2 authority, RSA authorityKey, string host, DateTimeOffset begin, DateTimeOffset end)
    {
        Authority = authority;
        _authorityKey = authorityKey;
        _host = host;
        var subject = new X500DistinguishedName("CN=" + host);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        using var signed = Signed(request, X509KeyUsageFlags.DigitalSignature, begin, end);
        Context = ContextOf(signed.CopyWithPrivateKey(key));
        _rsaContext = new Lazy<SslStreamCertificateContext>(() =>
        {
            const X509KeyUsageFlags Usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;
            var own = s_serverKey.Value;
            var asked = new CertificateRequest(subject, own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var fresh = Signed(asked, Usage, begin, end);
            return ContextOf(fresh.CopyWithPrivateKey(own));
        });
    }

    /// <summary>What a client has to trust; it has no private key.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>With an elliptic curve.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>With RSA, for clients that know nothing else; made when the first of them comes.</summary>
    public SslStreamCertificateContext RsaContext => _rsaContext.Value;

    /// <summary>Valid for 90 days, for <c>localhost</c>, <c>127.0.0.1</c> and <c>::1</c>.</summary>
    public static EmulatorCertificates Create()
    {
        // The machine's clock and not the emulator's: it is the client's TLS stack that checks these dates.
        var begin = DateTimeOffset.UtcNow.AddDays(-1);
        var end = begin + s_validity;
        return new EmulatorCertificates(NewAuthority(s_authorityKey.Value, begin, end), s_authorityKey.Value, Host, begin, end);
    }

    /// <summary>Certificates like these with one flaw, for which a device has to refuse them.</summary>
    public EmulatorCertificates With(CertificateFlaw flaw)
    {
        var now = DateTimeOffset.UtcNow;
        var (begin, end) = flaw == CertificateFlaw.Expired
            ? (now.AddDays(-60), now.AddDays(-30))
            : (now.AddDays(-1), now + s_validity);
        return flaw == CertificateFlaw.Authority
            ? new(NewAuthority(s_strangerKey.Value, begin, end), s_strangerKey.Value, Host, begin, end)
            : new(Authority, _authorityKey, flaw == CertificateFlaw.Host ? OtherHost : Host, begin, end);
    }

    public void Dispose()
    {
        Context.TargetCertificate.Dispose();
        if (_rsaContext.IsValueCreated)
            RsaContext.TargetCertificate.Dispose();
    }

    private static X509Certificate2 NewAuthority(RSA key, DateTimeOffset begin, DateTimeOffset end)
    {
        // The random part keeps two emulators apart in a list of trusted authorities.
        string name = $"CN=AliyunIotWs emulator {Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var signer = request.CreateSelfSigned(begin, end);
        return new X509Certificate2(signer.RawData);
    }

    private X509Certificate2 Signed(
        CertificateRequest request, X509KeyUsageFlags usage, DateTimeOffset begin, DateTimeOffset end)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(_host);
        if (_host == Host)
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Authority, true, false));
        var generator = X509SignatureGenerator.CreateForRSA(_authorityKey, RSASignaturePadding.Pkcs1);
        return request.Create(Authority.SubjectName, generator, begin, end, RandomNumberGenerator.GetBytes(16));
    }

    private SslStreamCertificateContext ContextOf(X509Certificate2 server)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows' TLS refuses a key that lives in this process only; an import from PKCS#12 gives it another home,
            // which is removed again when the certificate is disposed.
            using var memory = server;
            server = new X509Certificate2(memory.Export(X509ContentType.Pkcs12));
        }

        return SslStreamCertificateContext.Create(server, [Authority], offline: true);
    }
}
