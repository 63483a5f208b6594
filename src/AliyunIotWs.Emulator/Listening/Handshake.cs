using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using AliyunIotWs.Emulator.Certificates;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// All that comes before MQTT: TLS on the secure port, then the HTTP upgrade, within one time limit. What goes wrong
/// is written to the event log and ends in null.
/// </summary>
internal sealed class Handshake(EmulatorCertificates certificates, EmulatorOptions options, EmulatorEventLog events)
{
    public async Task<WebSocket?> RunAsync(Stream stream, bool secure, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(options.HandshakeTimeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        var scheme = secure ? "wss" : "ws";
        try
        {
            if (secure)
                stream = await SecureAsync(stream, both.Token).ConfigureAwait(false);
            var (socket, fault) = await WebSocketUpgrade.AcceptAsync(stream, both.Token).ConfigureAwait(false);
            if (fault is not null)
                events.Add(EmulatorEventCode.HandshakeFailed, $"{scheme}: {fault}");
            return socket;
        }
        catch (OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested)
                Fail(scheme, $"no complete upgrade within {options.HandshakeTimeout.TotalSeconds:0.###} s");
        }
        catch (AuthenticationException exception)
        {
            Fail(scheme, $"TLS failed: {(exception.InnerException ?? exception).Message}");
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            Fail(scheme, $"the connection broke within the handshake: {exception.Message}");
        }

        return null;
    }

    private void Fail(string scheme, string reason) =>
        events.Add(EmulatorEventCode.HandshakeFailed, $"{scheme}: {reason}");

    private async Task<SslStream> SecureAsync(Stream stream, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        var settings = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificates.Context,

            // The platform asks for TLS 1.2 or later, so that is the subject here, not the system's choice.
#pragma warning disable CA5398
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        };
        await secured.AuthenticateAsServerAsync(settings, cancellationToken).ConfigureAwait(false);
        return secured;
    }
}
