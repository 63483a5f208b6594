using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using AliyunIotWs.Emulator.Certificates;
using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Hosting;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// All that comes before MQTT: TLS on the secure port, then, where the first byte is not that of a CONNECT, the HTTP
/// upgrade. What goes wrong is written to the event log and ends in null. The first byte has a time limit, and all the
/// rest has it once more.
/// </summary>
internal sealed class Handshake(
    EmulatorCertificates certificates,
    EmulatorOptions options,
    EmulatorEventLog events,
    OriginRule origins,
    HttpSite site)
{
    // MQTT 3.1.1, section 3.1.1; RFC 8446, section 5.1.
    private const byte Connect = 0x10;
    private const byte TlsHandshake = 0x16;

    // What the platform's C SDKs offer (mbed TLS with RSA as its only key exchange), and what is stronger with RSA.
    [SupportedOSPlatform("linux")]
    private static readonly Lazy<CipherSuitesPolicy> s_rsaSuites = new(() => new CipherSuitesPolicy(
    [
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ]));

    /// <summary>Leads a peer from accept to its first bytes of MQTT.</summary>
    public async Task<IByteChannel?> RunAsync(
        PeerStream peer, Lobby lobby, bool secure, IConnectionWitness? witness, CancellationToken stopping)
    {
        string scheme = secure ? "wss" : "ws";
        IByteChannel? Fail(string reason)
        {
            witness?.HandshakeFailed(reason);
            events.Add(EmulatorEventCode.HandshakeFailed, $"{scheme}: {reason}");
            return null;
        }

        using var patience = new CancellationTokenSource(options.HandshakeTimeout, options.TimeProvider);
        using var end = stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience);
        try
        {
            if (!await lobby.ListenAsync(peer, patience.Token).ConfigureAwait(false))
                return null;
            if (FaultOfFirstByte(peer.Begin.Span[0], secure) is { } misled)
                return Fail(misled);
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            await lobby.SitAsync(peer, stopping).ConfigureAwait(false);
            patience.CancelAfter(options.HandshakeTimeout);
            var (channel, fault) = await OpenAsync(peer, secure, witness, patience.Token).ConfigureAwait(false);
            return fault is null ? channel : Fail(fault);
        }
        catch (OperationCanceledException)
        {
            return stopping.IsCancellationRequested
                ? null
                : Fail($"no complete upgrade within {options.HandshakeTimeout.TotalSeconds:0.###} s");
        }
        catch (AuthenticationException exception)
        {
            return Fail($"TLS failed: {(exception.InnerException ?? exception).Message}");
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            return Fail(peer.Ended ?? $"the connection broke within the handshake: {exception.Message}");
        }
    }

    private static string? FaultOfFirstByte(byte first, bool secure) => (first, secure) switch
    {
        (TlsHandshake, false) => "the peer speaks TLS on the plain port; use the secure port",
        (not TlsHandshake, true) => "the peer speaks no TLS on the secure port; use the plain port, or wss:// or TLS",
        _ => null,
    };

    private async Task<(IByteChannel? Channel, string? Fault)> OpenAsync(
        PeerStream peer, bool secure, IConnectionWitness? witness, CancellationToken cancellationToken)
    {
        if (!secure && peer.Begin.Span[0] == Connect)
        {
            witness?.Spoke();
            return (new StreamByteChannel(peer, begin: default, "tcp", peer.Socket), null);
        }

        Stream stream = secure ? await SecureAsync(peer, witness, cancellationToken).ConfigureAwait(false) : peer;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(WebSocketUpgrade.HeadLimit);
        try
        {
            var room = buffer.AsMemory(0, WebSocketUpgrade.HeadLimit);
            int read = await stream.ReadAsync(room, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return (null, null);
            witness?.Spoke();
            if (buffer[0] == Connect)
            {
                byte[] begin = buffer.AsSpan(0, read).ToArray();
                return (new StreamByteChannel(stream, begin, "tls", peer.Socket), null);
            }

            var (socket, fault) = await WebSocketUpgrade
                .AcceptAsync(stream, buffer, read, origins, site, secure, cancellationToken).ConfigureAwait(false);
            return (socket is null ? null : new WebSocketByteChannel(socket, secure ? "wss" : "ws"), fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<SslStream> SecureAsync(
        PeerStream peer, IConnectionWitness? witness, CancellationToken cancellationToken)
    {
        bool rsaOnly = ClientHello.KnowsRsaOnly(peer.Begin.Span);
        var settings = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = witness?.CertificateFor(rsaOnly)
                ?? (rsaOnly ? certificates.RsaContext : certificates.Context),

            // The platform asks for TLS 1.2 or later, so that is the subject here, not the system's choice.
#pragma warning disable CA5398
            EnabledSslProtocols = rsaOnly ? SslProtocols.Tls12 : SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        };

        // .NET leaves them out where OpenSSL does TLS; Windows has them.
        if (rsaOnly && OperatingSystem.IsLinux())
            settings.CipherSuitesPolicy = s_rsaSuites.Value;
        var secured = new SslStream(peer, leaveInnerStreamOpen: false);
        await secured.AuthenticateAsServerAsync(settings, cancellationToken).ConfigureAwait(false);
        return secured;
    }
}
