using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Finds the real cause of a failed dial and says what to check.</summary>
internal static class DialFailure
{
    // The HTTP client quotes what it could not read of a head, and a hostile one could fill the screen.
    private const int LongestQuote = 300;

    public static IotException Create(
        Exception failure, HttpStatusCode status, CertificateVerdict verdict, ConnectionSettings settings)
    {
        string where = settings.Endpoint.Authority;
        if (verdict.Refusal is { } refusal)
        {
            return new IotException(
                IotErrorId.CertificateRejected,
                $"The certificate of {where} was refused: {refusal}.",
                verdict.Remedy,
                failure);
        }

        Exception[] causes = [.. Unwrap(failure)];
        if (causes.OfType<HttpRequestException>().Any(e => e.HttpRequestError == HttpRequestError.ProxyTunnelError))
            return ProxyRefused(where, settings, causes[^1]);
        if (causes.OfType<AuthenticationException>().Any())
        {
            return new IotException(
                IotErrorId.ConnectFailed,
                $"TLS with {where}{Through(settings)} failed: {Quote(causes[^1].Message)}",
                "Check that the port speaks TLS; plain ws needs an endpoint that begins with ws://.",
                failure);
        }

        if (causes.OfType<SocketException>().FirstOrDefault() is { } socket)
            return Unreachable(where, settings, socket, failure);
        if (status != default(HttpStatusCode) && status != HttpStatusCode.SwitchingProtocols)
        {
            return new IotException(
                IotErrorId.ConnectFailed,
                $"{where} answered the WebSocket upgrade with HTTP {(int)status}.",
                "Check the path of the endpoint (some brokers want /mqtt) and that the port serves MQTT over WebSocket.",
                failure);
        }

        return new IotException(
            IotErrorId.ConnectFailed,
            $"The WebSocket to {where} could not be opened{Through(settings)}: {Quote(causes[^1].Message)}",
            "Check host, port and path, and that ws or wss is what the port speaks.",
            failure);
    }

    // The HTTP client quotes the proxy's address with the password that may stand in it: neither its words nor its
    // exceptions go on as they are.
    private static IotException ProxyRefused(string where, ConnectionSettings settings, Exception innermost)
    {
        var proxy = UpgradeHandler.ProxyOf(settings)!;
        string words = Quote(innermost.Message.Replace(proxy.ToString(), proxy.Authority, StringComparison.Ordinal));
        return new IotException(
            IotErrorId.ConnectFailed,
            $"The proxy {NameOf(proxy, settings)} did not open a tunnel to {where}: {words}",
            "Check that the proxy allows CONNECT to this host and port, and -ProxyCredential; -NoProxy goes around it.",
            new HttpRequestException(HttpRequestError.ProxyTunnelError, words));
    }

    private static IotException Unreachable(
        string where, ConnectionSettings settings, SocketException socket, Exception failure)
    {
        string remedy = socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                PlatformEndpoint.IsPlatform(settings.Endpoint)
                    ? "The name is not known: check product key, region and instance id."
                    : "The name is not known: check how the endpoint is written, and the name server.",
            SocketError.ConnectionReset =>
                "The port may speak something else than WebSocket: MQTT over plain TCP has a port of its own, and wss "
                + "another than ws.",
            _ => "Check host and port, and that a firewall lets the connection through; -Proxy goes through an HTTP proxy.",
        };
        return new IotException(
            IotErrorId.ConnectFailed,
            $"{where} can not be reached{Through(settings)}: {socket.Message} ({socket.SocketErrorCode}).",
            remedy,
            failure);
    }

    /// <summary>Names the proxy that a dial goes through, as the end of a sentence's part; empty where there is none.</summary>
    public static string Through(ConnectionSettings settings) =>
        UpgradeHandler.ProxyOf(settings) is { } proxy ? $" through the proxy {NameOf(proxy, settings)}" : string.Empty;

    // Without what an address may hold of a user name and a password.
    private static string NameOf(Uri proxy, ConnectionSettings settings) =>
        settings.Proxy.Address is null ? $"{proxy.Authority} of the environment" : proxy.Authority;

    private static string Quote(string words) =>
        words.Length > LongestQuote ? $"{words[..LongestQuote]}…" : words;

    private static IEnumerable<Exception> Unwrap(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
            yield return e;
    }
}
