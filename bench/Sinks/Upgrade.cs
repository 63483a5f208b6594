using System.Security.Cryptography;
using System.Text;

namespace Bench.Sinks;

/// <summary>The server's side of the WebSocket handshake (RFC 6455, section 4.2).</summary>
internal static class Upgrade
{
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const string KeyHeader = "Sec-WebSocket-Key:";

    public static async Task AcceptAsync(Stream stream)
    {
        string request = await ReadHeadAsync(stream);
        string key = request.Split("\r\n")
            .First(l => l.StartsWith(KeyHeader, StringComparison.OrdinalIgnoreCase))[KeyHeader.Length..].Trim();
        string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {Convert.ToBase64String(Digest(key))}\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        byte[] buffer = new byte[8192];
        int length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The client left during the handshake.");
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    // The handshake is defined with SHA-1; nothing is protected by it.
#pragma warning disable CA5350
    private static byte[] Digest(string key) => SHA1.HashData(Encoding.ASCII.GetBytes(key + Salt));
#pragma warning restore CA5350
}
