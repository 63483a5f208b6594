using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Makes the settings of TLS out of a command's parameters.</summary>
internal static class TlsArguments
{
    public static TlsSettings Read(X509Certificate2[]? trusted, X509Certificate2[]? client, bool skipCheck)
    {
        if (client is not null && !client[0].HasPrivateKey)
        {
            throw new IotException(
                IotErrorId.InvalidCertificate,
                $"The client certificate '{client[0].Subject}' has no private key.",
                "Give -ClientCertificate a PEM file that holds the key too, a PFX file, or a certificate with its key.");
        }

        return new TlsSettings
        {
            TrustedAuthorities = trusted is null ? null : [.. trusted],
            ClientCertificate = client?[0],
            SkipCertificateCheck = skipCheck,
        };
    }
}
