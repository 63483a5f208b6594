using System.Net.WebSockets;
using AliyunIotWs.Session;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Opens the WebSocket with sub-protocol <c>mqtt</c> (MQTT 3.1.1, section 6), through TLS and proxy.</summary>
internal static class WebSocketDialer
{
    /// <summary>What a dial waits for that has got no further than its verdict on the certificate.</summary>
    public static string Stage(ConnectionSettings settings, CertificateVerdict verdict) =>
        settings.Endpoint.Scheme == "wss" && !verdict.Asked ? "the TLS handshake" : "the WebSocket";

    public static async Task<DialedSocket> ConnectAsync(
        ConnectionSettings settings,
        CertificateVerdict verdict,
        CancellationToken cancellation,
        IDialObserver? observer = null)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol("mqtt");
            socket.Options.CollectHttpResponseDetails = true;
            // MQTT has a keep-alive of its own, which also sees whether the broker behind a gateway is alive.
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            foreach (var (name, value) in settings.Headers)
                socket.Options.SetRequestHeader(name, value);
            var stream = await ConnectAsync(socket, settings, verdict, observer, cancellation).ConfigureAwait(false);
            // Only a failure needs them, and they would take memory as long as the connection lasts.
            socket.HttpResponseHeaders = null;
            return new DialedSocket(socket, stream);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
        catch (Exception e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw DialFailure.Create(e, status, verdict, settings);
        }
    }

    private static async Task<DialedStream?> ConnectAsync(
        ClientWebSocket socket,
        ConnectionSettings settings,
        CertificateVerdict verdict,
        IDialObserver? observer,
        CancellationToken cancellation)
    {
        // An upgraded connection has left the handler's pool, so a handler of its own may go at once.
        var shared = observer is null ? UpgradeHandler.Shared(settings) : null;
        using var dial = new DialInvoker(
            shared ?? UpgradeHandler.Create(settings, verdict, observer), disposeHandler: shared is null);
        await socket.ConnectAsync(settings.Endpoint, dial, cancellation).ConfigureAwait(false);
        return dial.Stream;
    }
}
