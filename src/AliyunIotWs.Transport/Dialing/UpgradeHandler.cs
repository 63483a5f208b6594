using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Session;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Makes the handler that sends the upgrade request, by way of which TLS and proxy are the runtime's.</summary>
internal static class UpgradeHandler
{
    private static readonly HttpMessageInvoker s_direct = new(Create(new ProxySettings { Bypass = true }));

    /// <summary>
    /// The one of all dials that meet neither TLS nor a proxy; null where a dial needs its own, because a handler holds
    /// the verdict on a certificate and the proxy's credentials. A handler that keeps no connection for later has a pool
    /// for each request, so dials that share one do not touch each other.
    /// </summary>
    public static HttpMessageInvoker? Shared(ConnectionSettings settings) =>
        settings.Endpoint.Scheme == "ws" && IsDirect(settings) ? s_direct : null;

    public static SocketsHttpHandler Create(ConnectionSettings settings, CertificateVerdict verdict)
    {
        SocketsHttpHandler handler = Create(settings.Proxy);
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = verdict.ChainPolicy,
            RemoteCertificateValidationCallback = verdict.Decide,
        };
        if (settings.Tls.ClientCertificate is { } certificate)
            handler.SslOptions.ClientCertificates = new X509CertificateCollection { certificate };
        return handler;
    }

    private static bool IsDirect(ConnectionSettings settings) => settings.Proxy.Bypass
        || (settings.Proxy.Address is null && HttpClient.DefaultProxy.IsBypassed(settings.Endpoint));

    private static SocketsHttpHandler Create(ProxySettings proxy)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            UseProxy = !proxy.Bypass,
        };
        if (proxy.Address is { } address)
            handler.Proxy = new WebProxy(address) { Credentials = proxy.Credentials };
        else if (proxy.Credentials is { } credentials)
            handler.DefaultProxyCredentials = credentials;
        return handler;
    }
}
