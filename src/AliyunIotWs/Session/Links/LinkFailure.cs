using System.Net.Sockets;
using System.Net.WebSockets;

namespace AliyunIotWs.Session.Links;

/// <summary>What broke a link, in words for a person.</summary>
internal static class LinkFailure
{
    private static readonly string s_unexplained = new WebSocketException(WebSocketError.Faulted).Message;

    public static string Describe(Exception failure)
    {
        var inner = failure;
        while (inner.InnerException is { } next)
            inner = next;
        return inner switch
        {
            // The runtime keeps to itself what it was; where it was not the close frame, its message says so.
            WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } faulted when faulted.Message == s_unexplained =>
                "the peer closed the WebSocket with a status or reason that may not be sent (RFC 6455, sections 5.5.1 and 7.4)",
            WebSocketException { WebSocketErrorCode: WebSocketError.InvalidState } or ObjectDisposedException =>
                "the link broke: the WebSocket was closed already",
            _ => $"the link broke: {inner.Message.TrimEnd('.')}",
        };
    }

    /// <summary>Whether a connect failed because nobody was there to take it, or no way led there.</summary>
    public static bool IsAbsence(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.ConnectionAborted) })
                return true;
        }

        return false;
    }
}
