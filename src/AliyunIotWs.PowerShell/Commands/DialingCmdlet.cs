using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that opens connections: how certificates are checked, and what stands in between.</summary>
public abstract class DialingCmdlet : AsyncCmdlet
{
    private TlsSettings? _tls;
    private ProxySettings? _proxy;
    private IReadOnlyList<KeyValuePair<string, string>>? _headers;

    /// <summary>The only authorities that count, as paths or certificates; the host name is checked as well.</summary>
    [Parameter]
    [CertificateArgument]
    [ValidateNotNullOrEmpty]
    public X509Certificate2[]? TrustedCertificate { get; set; }

    /// <summary>The certificate with private key that this client shows.</summary>
    [Parameter]
    [CertificateArgument]
    [ValidateCount(1, 1)]
    public X509Certificate2[]? ClientCertificate { get; set; }

    /// <summary>Accepts any certificate. Whoever stands in between can then read and change everything.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>An HTTP proxy that allows CONNECT; by default what the environment names.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>Who is let through the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Goes around any proxy that the environment names.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>
    /// Headers of the WebSocket's request, for a gateway in front of a broker. A value may be a SecureString.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <exception cref="AliyunIotWs.Errors.IotException">The client's certificate can not be used.</exception>
    internal TlsSettings Tls => _tls ??= TlsArguments.Read(TrustedCertificate, ClientCertificate, SkipCertificateCheck);

    internal ProxySettings ProxySettings => _proxy ??= new ProxySettings
    {
        Address = Proxy,
        Credentials = ProxyCredential?.GetNetworkCredential(),
        Bypass = NoProxy,
    };

    /// <exception cref="AliyunIotWs.Errors.IotException">A header that can not be sent.</exception>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers => _headers ??= HeaderArguments.Read(Header);
}
