using System.Security.Cryptography;
using System.Text;

namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>The heads of the WebSocket opening handshake (RFC 6455, section 4), right and wrong.</summary>
internal static class UpgradeText
{
    private static readonly string[] s_requestLines =
    [
        "GET / HTTP/1.1", "GET /mqtt?x=1 HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/1.0", "GET / HTTP/2.0",
        "POST / HTTP/1.1", "POST /auth/register/device HTTP/1.1",
        "GET", "", "GET / http/1.1", "PRI * HTTP/2.0", "GET /\0 HTTP/1.1", "\u00FFGET / HTTP/1.1", "GET / HTTP/1.1 ",
    ];

    private static readonly string[] s_statusLines =
    [
        "HTTP/1.1 101 Switching Protocols", "HTTP/1.1 101", "HTTP/1.1 200 OK", "HTTP/1.1 302 Found", "HTTP/1.1 401 No",
        "HTTP/1.1 404 Not Found", "HTTP/1.1 426 Upgrade Required", "HTTP/1.1 503 Busy", "HTTP/1.1 100 Continue",
        "HTTP/1.1 999 \u00FF\0", "HTTP/1.0 101 Old", "HTTP/2 101", "HTTP/1.1 -1 No", "HTTP/1.1 2147483648 X",
        "SSH-2.0-x",
    ];

    private static readonly string[] s_oddFields =
    [
        "Host: other", "Upgrade: h2c", "Connection: close", "Sec-WebSocket-Protocol: soap",
        "Sec-WebSocket-Protocol: mqtt",
        "Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Version: 8", "Sec-WebSocket-Key: AAAA",
        "Sec-WebSocket-Accept: AAAA", "Transfer-Encoding: chunked", "Content-Length: -1",
        "Content-Length: 9223372036854775807",
        "Location: http://[::1", "Set-Cookie: a=b", "Content-Encoding: gzip", ": empty", "no colon", " folded",
        "X:\u0000\u0001",
        "WWW-Authenticate: Negotiate !!", "Proxy-Authenticate: Basic", "Trailer: x", "\u00E4: \u00F6", "X-Long: {long}",
    ];

    public static byte[] Request(FuzzCase fuzz)
    {
        byte[] key = new byte[fuzz.OneIn(12) ? fuzz.Random.Next(40) : 16];
        fuzz.Random.NextBytes(key);
        List<string> fields =
        [
            "Host: localhost", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            $"Sec-WebSocket-Key: {Convert.ToBase64String(key)}", "Sec-WebSocket-Protocol: mqtt",
        ];
        return Head(fuzz, s_requestLines, fields);
    }

    /// <param name="fuzz">The case.</param>
    /// <param name="request">What the client asked for.</param>
    public static byte[] Answer(FuzzCase fuzz, string request)
    {
        var fields = RightFields(request);
        int waits = fuzz.OneIn(12) ? fuzz.Random.Next(200) : 0;
        string early = string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", waits));
        return [.. Encoding.ASCII.GetBytes(early), .. Head(fuzz, s_statusLines, fields)];
    }

    public static byte[] RightAnswer(string request) =>
        Encoding.ASCII.GetBytes($"{s_statusLines[0]}\r\n{string.Join("\r\n", RightFields(request))}\r\n\r\n");

    public static byte[] RightRequest() => Encoding.ASCII.GetBytes(
        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n");

    private static List<string> RightFields(string request)
    {
        string key = request.Split("\r\n")
            .FirstOrDefault(l => l.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))
            ?.Split(':')[1].Trim() ?? string.Empty;
        byte[] proof = SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
        return
        [
            "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Accept: {Convert.ToBase64String(proof)}",
            "Sec-WebSocket-Protocol: mqtt",
        ];
    }

    private static byte[] Head(FuzzCase fuzz, string[] firstLines, List<string> fields)
    {
        string first = fuzz.OneIn(3) ? fuzz.Pick(firstLines) : firstLines[0];
        for (int left = fuzz.OneIn(2) ? 0 : fuzz.Random.Next(4); left > 0; left--)
            Change(fuzz, fields);
        string newLine = fuzz.OneIn(20) ? "\n" : "\r\n";
        var text = new StringBuilder().Append(first).Append(newLine);
        foreach (string field in fields)
            text.Append(field).Append(newLine);
        text.Append(newLine);
        text.Replace("{long}", new string('x', fuzz.Random.Next(70_000)));
        byte[] head = Encoding.Latin1.GetBytes(text.ToString());
        return fuzz.OneIn(3) ? Mutator.Damage(fuzz, head, [head, Encoding.ASCII.GetBytes(firstLines[0])]) : head;
    }

    private static void Change(FuzzCase fuzz, List<string> fields)
    {
        int at = fuzz.Random.Next(fields.Count);
        switch (fuzz.Random.Next(4))
        {
            case 0 when fields.Count > 1:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Insert(at, fields[fuzz.Random.Next(fields.Count)]);
                break;
            case 2:
                fields[at] = fuzz.OneIn(2) ? fields[at].ToUpperInvariant() : fields[at] + ", x";
                break;
            default:
                fields.Insert(at, fuzz.Pick(s_oddFields));
                break;
        }
    }
}
