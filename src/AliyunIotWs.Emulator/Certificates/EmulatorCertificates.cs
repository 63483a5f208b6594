using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AliyunIotWs.Emulator.Certificates;

/// <summary>
/// A certificate authority of the emulator's own and one server certificate signed by it, made in memory at start.
/// Nothing is written to a file or to a store; the authority's private key is forgotten once it has signed.
/// </summary>
internal sealed class EmulatorCertificates : IDisposable
{
    private static readonly TimeSpan s_validity = TimeSpan.FromDays(90);

    private readonly X509Certificate2 _server;

    private EmulatorCertificates(X509Certificate2 authority, X509Certificate2 server)
    {
        Authority = authority;
        _server = server;
        Context = SslStreamCertificateContext.Create(server, [authority], offline: true);
    }

    /// <summary>What a client has to trust; it has no private key.</summary>
    public X509Certificate2 Authority { get; }

    public SslStreamCertificateContext Context { get; }

    /// <summary>Valid for 90 days, for <c>localhost</c>, <c>127.0.0.1</c> and <c>::1</c>.</summary>
    public static EmulatorCertificates Create()
    {
        // The machine's clock and not the emulator's: it is the client's TLS stack that checks these dates.
        var begin = DateTimeOffset.UtcNow.AddDays(-1);
        var end = begin + s_validity;

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = AuthorityRequest(authorityKey).CreateSelfSigned(begin, end);
        var authority = new X509Certificate2(signer.RawData);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = ServerRequest(serverKey, signer)
            .Create(signer, begin, end, RandomNumberGenerator.GetBytes(16));
        return new EmulatorCertificates(authority, WithKey(signed, serverKey));
    }

    public void Dispose() => _server.Dispose();

    private static CertificateRequest AuthorityRequest(ECDsa key)
    {
        // The random part keeps two emulators apart in a list of trusted authorities.
        var name = $"CN=AliyunIotWs emulator {Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static CertificateRequest ServerRequest(ECDsa key, X509Certificate2 signer)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(signer, true, false));
        return request;
    }

    private static X509Certificate2 WithKey(X509Certificate2 signed, ECDsa key)
    {
        var certificate = signed.CopyWithPrivateKey(key);
        if (!OperatingSystem.IsWindows())
            return certificate;

        // Windows' TLS refuses a key that lives in this process only; an import from PKCS#12 gives it another home,
        // which is removed again when the certificate is disposed.
        using (certificate)
            return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12));
    }
}
