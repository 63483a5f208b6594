using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AliyunIotWs.Units.Wire;

/// <summary>A certificate with its key, which signs others with whatever hash, also those that the runtime refuses to.</summary>
internal sealed class TestIssuer
{
    private static readonly Dictionary<string, string> s_rsaSignatures = new(StringComparer.Ordinal)
    {
        ["MD5"] = "1.2.840.113549.1.1.4",
        ["SHA1"] = "1.2.840.113549.1.1.5",
        ["SHA256"] = "1.2.840.113549.1.1.11",
    };

    private static readonly Dictionary<string, string> s_curveSignatures = new(StringComparer.Ordinal)
    {
        ["SHA1"] = "1.2.840.10045.4.1",
        ["SHA256"] = "1.2.840.10045.4.3.2",
    };

    private readonly AsymmetricAlgorithm _key;

    private TestIssuer(X509Certificate2 certificate, AsymmetricAlgorithm key) => (Certificate, _key) = (certificate, key);

    public X509Certificate2 Certificate { get; }

    public static TestIssuer Root(AsymmetricAlgorithm key, string hash = "SHA256", string name = "CN=root") =>
        Create(name, key, true, hash, null, DateTimeOffset.UtcNow.AddDays(9));

    /// <summary>An authority below this one.</summary>
    public TestIssuer Intermediate(AsymmetricAlgorithm key, string hash = "SHA256") =>
        Create("CN=intermediate", key, true, hash, this, DateTimeOffset.UtcNow.AddDays(9));

    /// <summary>A server's certificate for localhost, with its key.</summary>
    public X509Certificate2 Server(AsymmetricAlgorithm key, string hash = "SHA256", DateTimeOffset? until = null)
    {
        var bare =
            Create("CN=localhost", key, false, hash, this, until ?? DateTimeOffset.UtcNow.AddDays(9)).Certificate;
        return key is RSA rsa ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey((ECDsa)key);
    }

    private static TestIssuer Create(
        string name, AsymmetricAlgorithm key, bool authority, string hash, TestIssuer? issuer, DateTimeOffset until)
    {
        var subject = new X500DistinguishedName(name);
        CertificateRequest request = key is RSA rsa
            ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        if (!authority)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
        }

        var signer = issuer?._key ?? key;
        var certificate = request.Create(
            issuer?.Certificate.SubjectName ?? subject, new AnyHash(signer, new HashAlgorithmName(hash)),
            DateTimeOffset.UtcNow.AddDays(-9), until, RandomNumberGenerator.GetBytes(8).Select(b => (byte)(b & 0x7F | 1)).ToArray());
        return new TestIssuer(certificate, key);
    }

    private sealed class AnyHash(AsymmetricAlgorithm key, HashAlgorithmName hash) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier((key is RSA ? s_rsaSignatures : s_curveSignatures)[hash.Name!]);
                if (key is RSA)
                    writer.WriteNull();
            }

            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key is RSA rsa
            ? rsa.SignData(data, hash, RSASignaturePadding.Pkcs1)
            : ((ECDsa)key).SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => throw new NotSupportedException();
    }
}
