using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Session;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Opens the WebSocket with sub-protocol <c>mqtt</c> (MQTT 3.1.1, section 6), through TLS and proxy.</summary>
internal static class WebSocketDialer
{
    public static async Task<WebSocket> ConnectAsync(ConnectionSettings settings, CancellationToken cancellation)
    {
        var verdict = new CertificateVerdict(settings.Tls);
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol("mqtt");
            socket.Options.CollectHttpResponseDetails = true;
            // MQTT has a keep-alive of its own, which also sees whether the broker behind a gateway is alive.
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            // An upgraded connection has left the handler's pool, so the handler may go at once.
            using SocketsHttpHandler handler = CreateHandler(settings, verdict);
            using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
            await socket.ConnectAsync(settings.Endpoint, invoker, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
        catch (Exception e)
        {
            HttpStatusCode status = socket.HttpStatusCode;
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw DialFailure.Create(e, status, verdict, settings);
        }
    }

    private static SocketsHttpHandler CreateHandler(ConnectionSettings settings, CertificateVerdict verdict)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            UseProxy = !settings.Proxy.Bypass,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = verdict.ChainPolicy,
                RemoteCertificateValidationCallback = verdict.Decide,
            },
        };
        if (settings.Proxy.Address is { } address)
            handler.Proxy = new WebProxy(address) { Credentials = settings.Proxy.Credentials };
        else if (settings.Proxy.Credentials is { } credentials)
            handler.DefaultProxyCredentials = credentials;
        if (settings.Tls.ClientCertificate is { } certificate)
            handler.SslOptions.ClientCertificates = new X509CertificateCollection { certificate };
        return handler;
    }
}
