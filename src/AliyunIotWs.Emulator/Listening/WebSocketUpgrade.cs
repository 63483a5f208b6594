using System.Net.WebSockets;
using System.Text;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>Turns a fresh connection into a WebSocket, or answers what is asked over HTTP instead.</summary>
internal static class WebSocketUpgrade
{
    /// <summary>Bytes that a request's head may have: 16 KiB.</summary>
    public const int HeadLimit = 16 * 1024;

    /// <summary>Reads the request and answers it.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="buffer">Of <see cref="HeadLimit"/> bytes or more.</param>
    /// <param name="filled">How many bytes of the request are in the buffer already.</param>
    /// <param name="origins">Which pages may.</param>
    /// <param name="site">What is given to who asks for something else.</param>
    /// <param name="secure">True under TLS.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The open socket, or null and why there is none: no reason where something else was given.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<(WebSocket? Socket, string? Fault)> AcceptAsync(
        Stream stream,
        byte[] buffer,
        int filled,
        OriginRule origins,
        HttpSite site,
        bool secure,
        CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(stream, buffer, filled, origins, site, secure, cancellationToken)
            .ConfigureAwait(false);
        if (answer.Text.Length > 0)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Text), cancellationToken).ConfigureAwait(false);
        if (answer.Status is 200 or 206)
        {
            await stream.WriteAsync(answer.Body, cancellationToken).ConfigureAwait(false);
            return (null, null);
        }

        if (answer.Status != 101)
            return (null, answer.Status > 0 ? $"upgrade refused with {answer.Status}: {answer.Fault}" : answer.Fault);
        var options = new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = answer.SubProtocol,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
        };
        return (WebSocket.CreateFromStream(new MaskedStream(stream), options), null);
    }

    private static async Task<UpgradeAnswer> ReadAsync(
        Stream stream,
        byte[] buffer,
        int filled,
        OriginRule origins,
        HttpSite site,
        bool secure,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var request = UpgradeRequest.Parse(buffer.AsSpan(0, end));
                var body = buffer.AsMemory(end + 4, filled - end - 4);
                if (HttpSite.TakesBody(request))
                {
                    var (text, fault) = await HttpBody.ReadAsync(stream, request!, body, cancellationToken)
                        .ConfigureAwait(false);
                    return fault ?? site.Answer(request, text, secure) ?? UpgradeAnswer.To(request, origins);
                }

                // A client may not send a frame before it has seen the answer (RFC 6455, section 4.1).
                if (!body.IsEmpty)
                    request = null;
                return site.Answer(request, string.Empty, secure) ?? UpgradeAnswer.To(request, origins);
            }

            if (filled == HeadLimit)
                return UpgradeAnswer.Refuse(431, "Request Header Fields Too Large", "the head is over 16 KiB");
            var room = buffer.AsMemory(filled, HeadLimit - filled);
            int read = await stream.ReadAsync(room, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return new UpgradeAnswer(0, string.Empty, null, "the peer closed the connection within its request");
            filled += read;
        }
    }
}
