using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>Turns a fresh connection into a WebSocket.</summary>
internal static class WebSocketUpgrade
{
    /// <summary>Bytes that a request's head may have: 16 KiB.</summary>
    public const int HeadLimit = 16 * 1024;

    /// <summary>Reads the request and answers it.</summary>
    /// <returns>The open socket, or null and why there is none.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<(WebSocket? Socket, string? Fault)> AcceptAsync(
        Stream stream, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        if (answer is null)
            return (null, null);
        if (answer.Text.Length > 0)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Text), cancellationToken).ConfigureAwait(false);
        if (answer.Status != 101)
            return (null, answer.Status > 0 ? $"upgrade refused with {answer.Status}: {answer.Fault}" : answer.Fault);
        var options = new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = answer.SubProtocol,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
        };
        return (WebSocket.CreateFromStream(stream, options), null);
    }

    private static async Task<UpgradeAnswer?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HeadLimit);
        try
        {
            var filled = 0;
            while (true)
            {
                var room = buffer.AsMemory(filled, HeadLimit - filled);
                var read = await stream.ReadAsync(room, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return filled == 0 ? null : NoHttp("the peer closed the connection within its request");
                filled += read;
                if (FaultOfFirstByte(buffer[0]) is { } fault)
                    return NoHttp(fault);
                var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);

                // A client may not send a frame before it has seen the answer (RFC 6455, section 4.1).
                if (end >= 0)
                    return UpgradeAnswer.To(end + 4 == filled ? UpgradeRequest.Parse(buffer.AsSpan(0, end)) : null);
                if (filled == HeadLimit)
                    return UpgradeAnswer.Refuse(431, "Request Header Fields Too Large", "the head is over 16 KiB");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static UpgradeAnswer NoHttp(string fault) => new(0, string.Empty, null, fault);

    private static string? FaultOfFirstByte(byte first) => first switch
    {
        0x16 => "the peer speaks TLS on the plain port; use ws:// or the secure port",
        0x10 => "the peer speaks MQTT without WebSocket; use ws:// or wss://",
        _ => null,
    };
}
