using System.Collections.Concurrent;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Sends the upgrade request of one dial, and is told of the connection that was made for it.</summary>
internal sealed class DialInvoker(HttpMessageHandler handler, bool disposeHandler)
    : HttpMessageInvoker(handler, disposeHandler)
{
    // Not among the request's own options: an upgraded connection keeps the request, and would keep them.
    private static readonly ConcurrentDictionary<HttpRequestMessage, DialInvoker> s_dials = new();

    /// <summary>
    /// The connection; null where it is not known, as through an HTTP proxy, which is asked with another request.
    /// </summary>
    public DialedStream? Stream { get; private set; }

    /// <summary>Tells the dial that sends the request of its connection.</summary>
    public static void Connected(HttpRequestMessage request, DialedStream stream)
    {
        if (s_dials.TryGetValue(request, out var dial))
            dial.Stream = stream;
    }

    public override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        s_dials[request] = this;
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            s_dials.TryRemove(request, out _);
        }
    }
}
