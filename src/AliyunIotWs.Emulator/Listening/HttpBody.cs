using System.Globalization;
using System.Text;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>The body of an HTTP request that announces its length (RFC 9112, section 6.2).</summary>
internal static class HttpBody
{
    /// <summary>Bytes that a body may have: 16 KiB.</summary>
    public const int Limit = 16 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="request">The head.</param>
    /// <param name="begin">What of the body came with the head.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The body as text, or the refusal.</returns>
    public static async Task<(string Text, UpgradeAnswer? Fault)> ReadAsync(
        Stream stream, UpgradeRequest request, ReadOnlyMemory<byte> begin, CancellationToken cancellationToken)
    {
        if (!int.TryParse(
            request.Single("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            return (string.Empty, UpgradeAnswer.Refuse(411, "Length Required", "the request has no Content-Length"));
        }

        if (length > Limit || begin.Length > length)
        {
            string fault = length > Limit ? "the body is over 16 KiB" : "the body is longer than its Content-Length";
            return (string.Empty, UpgradeAnswer.Refuse(413, "Content Too Large", fault));
        }

        // Some clients wait for this word before they send a body (RFC 9110, section 10.1.1).
        if (begin.IsEmpty && length > 0 && request.Single("Expect") is not null)
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        byte[] body = new byte[length];
        begin.CopyTo(body);
        int read = await stream.ReadAtLeastAsync(
            body.AsMemory(begin.Length), length - begin.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return begin.Length + read == length
            ? (Encoding.UTF8.GetString(body), null)
            : (string.Empty, new UpgradeAnswer(0, string.Empty, null, "the peer closed the connection within its request"));
    }
}
