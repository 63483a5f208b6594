using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Session;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Makes the handler that sends the upgrade request, by way of which TLS and proxy are the runtime's.</summary>
internal static class UpgradeHandler
{
    /// <summary>
    /// What the operating system keeps of ours. It would take megabytes, and a ping would wait behind them on a slow way
    /// out; this is enough for the megabyte a second that the platform takes.
    /// </summary>
    private const int SendBuffer = 128 * 1024;

    /// <summary>
    /// What it keeps of a broker nearby. A broker that is ahead of its reader gathers what does not fit, and sends it many
    /// messages at a time. Over a longer way the system chooses, since a small buffer would bound the rate.
    /// </summary>
    private const int ReceiveBuffer = 128 * 1024;

    private static readonly TimeSpan s_near = TimeSpan.FromMilliseconds(10);

    private static readonly SocketsHttpHandler s_direct = Create(new ProxySettings { Bypass = true });

    /// <summary>
    /// The one of all dials that meet neither TLS nor a proxy; null where a dial needs its own, because a handler holds
    /// the verdict on a certificate and the proxy's credentials. A handler that keeps no connection for later has a pool
    /// for each request, so dials that share one do not touch each other.
    /// </summary>
    public static HttpMessageHandler? Shared(ConnectionSettings settings) =>
        settings.Endpoint.Scheme == "ws" && ProxyOf(settings) is null ? s_direct : null;

    /// <param name="settings">TLS and proxy.</param>
    /// <param name="verdict">Decides on the certificate.</param>
    /// <param name="observer">Hears how far the dial has come; null: nobody does.</param>
    public static SocketsHttpHandler Create(
        ConnectionSettings settings, CertificateVerdict verdict, IDialObserver? observer = null)
    {
        var handler = Create(settings.Proxy, observer);
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = verdict.ChainPolicy,
            RemoteCertificateValidationCallback = verdict.Decide,
        };
        if (settings.Tls.ClientCertificate is { } certificate)
            handler.SslOptions.ClientCertificates = new X509CertificateCollection { certificate };
        if (observer is not null)
            Observe(handler, settings.Tls.ClientCertificate, observer);
        return handler;
    }

    /// <summary>The proxy that a dial goes through: the given one, or that of the environment; null where there is none.</summary>
    public static Uri? ProxyOf(ConnectionSettings settings)
    {
        if (settings.Proxy.Bypass || settings.Proxy.Address is not null)
            return settings.Proxy.Address;
        var system = HttpClient.DefaultProxy;
        return system.IsBypassed(settings.Endpoint) ? null : system.GetProxy(settings.Endpoint);
    }

    private static void Observe(SocketsHttpHandler handler, X509Certificate2? certificate, IDialObserver observer)
    {
        // Asked for before the first byte of the handshake.
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) =>
        {
            observer.Securing();
            return certificate!;
        };
        handler.PlaintextStreamFilter = (context, _) =>
        {
            observer.Opened(context.PlaintextStream);
            return ValueTask.FromResult(context.PlaintextStream);
        };
    }

    private static SocketsHttpHandler Create(ProxySettings proxy, IDialObserver? observer = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            UseProxy = !proxy.Bypass,
            ConnectCallback = (context, cancellation) => ConnectAsync(context, observer, cancellation),
        };
        if (proxy.Address is { } address)
            handler.Proxy = new WebProxy(address) { Credentials = proxy.Credentials };
        else if (proxy.Credentials is { } credentials)
            handler.DefaultProxyCredentials = credentials;
        return handler;
    }

    // As the runtime connects, except for the buffers.
    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, IDialObserver? observer, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBuffer };
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellation).ConfigureAwait(false);
            observer?.Resolved(host.Host, addresses);
            long started = Stopwatch.GetTimestamp();
            await socket.ConnectAsync(addresses, host.Port, cancellation).ConfigureAwait(false);
            if (Stopwatch.GetElapsedTime(started) < s_near)
                socket.ReceiveBufferSize = ReceiveBuffer;
            observer?.Connected(socket.RemoteEndPoint);
            var stream = new DialedStream(socket);
            DialInvoker.Connected(context.InitialRequestMessage, stream);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
