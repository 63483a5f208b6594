using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Finds what can be forged today in a chain that is trusted otherwise.</summary>
internal static class WeakCertificate
{
    private const int RsaBits = 2048;
    private const int CurveBits = 256;
    private const string Pss = "1.2.840.113549.1.1.10";

    /// <summary>Names the first weak certificate and what is weak about it; null where there is none.</summary>
    public static string? Find(X509Chain chain)
    {
        int last = chain.ChainElements.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            // An authority is trusted because it was given, not because of what it says of itself.
            if (i == last && i > 0)
                break;
            var certificate = chain.ChainElements[i].Certificate;
            string? weakness = WeakKey(certificate) ?? (i == last ? null : WeakSignature(certificate));
            if (weakness is not null)
                return $"'{certificate.Subject}': {weakness}";
        }

        return null;
    }

    private static string? WeakKey(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
            return rsa.KeySize < RsaBits ? $"it has an RSA key of {rsa.KeySize} bits" : null;
        using var curve = certificate.GetECDsaPublicKey();
        if (curve is not null)
            return curve.KeySize < CurveBits ? $"it has an elliptic-curve key of {curve.KeySize} bits" : null;
        using var dsa = certificate.GetDSAPublicKey();
        return dsa is not null ? "it has a DSA key" : null;
    }

    private static string? WeakSignature(X509Certificate2 certificate)
    {
        string algorithm = certificate.SignatureAlgorithm.Value ?? string.Empty;
        string? hash = algorithm == Pss ? PssHash(certificate) : HashOf(algorithm);
        return hash is null ? null : $"it is signed with {hash}";
    }

    // RFC 3279, section 2.2, and what is older still.
    private static string? HashOf(string algorithm) => algorithm switch
    {
        "1.2.840.113549.1.1.2" => "MD2",
        "1.2.840.113549.1.1.3" => "MD4",
        "1.2.840.113549.1.1.4" or "1.3.14.3.2.3" => "MD5",
        "1.2.840.113549.1.1.5" or "1.3.14.3.2.29" or "1.3.14.3.2.27" or "1.2.840.10040.4.3" or "1.2.840.10045.4.1" => "SHA-1",
        _ => null,
    };

    // The hash of PSS stands in its parameters, and is SHA-1 where they do not say (RFC 4055, section 3.1).
    private static string? PssHash(X509Certificate2 certificate)
    {
        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        var whole = new AsnReader(certificate.RawData, AsnEncodingRules.DER).ReadSequence();
        whole.ReadEncodedValue();
        var algorithm = whole.ReadSequence();
        algorithm.ReadObjectIdentifier();
        if (!algorithm.HasData || algorithm.ReadSequence() is not { HasData: true } parameters
            || !parameters.PeekTag().HasSameClassAndValue(hashTag))
        {
            return "SHA-1";
        }

        return parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier() switch
        {
            "1.3.14.3.2.26" => "SHA-1",
            "1.2.840.113549.2.5" => "MD5",
            _ => null,
        };
    }
}
