using System.Net.WebSockets;
using System.Text;
using AliyunIotWs.Emulator.Cloud.Files;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>Turns a fresh connection into a WebSocket.</summary>
internal static class WebSocketUpgrade
{
    /// <summary>Bytes that a request's head may have: 16 KiB.</summary>
    public const int HeadLimit = 16 * 1024;

    /// <summary>Reads the request and answers it.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="buffer">Of <see cref="HeadLimit"/> bytes or more.</param>
    /// <param name="filled">How many bytes of the request are in the buffer already.</param>
    /// <param name="origins">Which pages may.</param>
    /// <param name="files">What is given to who asks for a file instead.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The open socket, or null and why there is none: no reason where a file was given.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<(WebSocket? Socket, string? Fault)> AcceptAsync(
        Stream stream,
        byte[] buffer,
        int filled,
        OriginRule origins,
        FileShelf files,
        CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(stream, buffer, filled, origins, files, cancellationToken).ConfigureAwait(false);
        if (answer.Text.Length > 0)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Text), cancellationToken).ConfigureAwait(false);
        if (answer.Status == 200)
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
        FileShelf files,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);

            // A client may not send a frame before it has seen the answer (RFC 6455, section 4.1).
            if (end >= 0)
            {
                var request = end + 4 == filled ? UpgradeRequest.Parse(buffer.AsSpan(0, end)) : null;
                return FileAnswer.To(request, files) ?? UpgradeAnswer.To(request, origins);
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
