using System.Security.Cryptography;
using System.Text;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>The server's side of the WebSocket opening handshake (RFC 6455, section 4.2).</summary>
/// <param name="Status">101, 200 or 206 with a body, or the code of the refusal.</param>
/// <param name="Text">The head of the response, ready to be sent.</param>
/// <param name="SubProtocol">What was agreed on; null when the client asked for none.</param>
/// <param name="Fault">Why it was refused; null with 101, 200 and 206.</param>
internal sealed record UpgradeAnswer(int Status, string Text, string? SubProtocol, string? Fault)
{
    // RFC 6455, section 1.3.
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static readonly string[] s_subProtocols = ["mqtt", "mqttv3.1"];

    /// <summary>What follows the response's head.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Judges a request: any path will do, as the platform documents none.</summary>
    public static UpgradeAnswer To(UpgradeRequest? request, OriginRule origins)
    {
        if (request is null)
            return Refuse(400, "Bad Request", "the request is malformed");
        if (request.Version != "HTTP/1.1")
            return Refuse(505, "HTTP Version Not Supported", $"the request is {request.Version} and not HTTP/1.1");
        if (request.Method != "GET")
            return Refuse(405, "Method Not Allowed", $"the method is {request.Method} and not GET", "Allow: GET");
        if (request.Single("Host") is null)
            return Refuse(400, "Bad Request", "there is not exactly one Host field");
        if (!request.List("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase))
            return Refuse(426, "Upgrade Required", "the request asks for no WebSocket", "Upgrade: websocket");
        if (!request.List("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase))
            return Refuse(400, "Bad Request", "the Connection field does not name Upgrade");
        if (request.Single("Sec-WebSocket-Version") != "13")
            return Refuse(426, "Upgrade Required", "the WebSocket version is not 13", "Sec-WebSocket-Version: 13");
        if (request.Single("Sec-WebSocket-Key") is not { } key || !IsKey(key))
            return Refuse(400, "Bad Request", "Sec-WebSocket-Key is not one value of 16 bytes");

        if (origins.FaultOf(request) is { } foreign)
            return Refuse(403, "Forbidden", foreign);

        var offered = request.List("Sec-WebSocket-Protocol").ToList();
        string? agreed = offered.FirstOrDefault(s_subProtocols.Contains);
        return offered.Count > 0 && agreed is null
            ? Refuse(400, "Bad Request", $"the sub-protocol is none of {string.Join(", ", s_subProtocols)}")
            : Accept(key, agreed);
    }

    /// <summary>Gives content instead of a WebSocket.</summary>
    /// <param name="contentType">Of the whole.</param>
    /// <param name="content">What is given.</param>
    /// <param name="range">Where a part stands in the whole, as Content-Range says it; null for the whole.</param>
    public static UpgradeAnswer Give(string contentType, ReadOnlyMemory<byte> content, string? range = null)
    {
        string status = range is null ? "200 OK" : $"206 Partial Content\r\nContent-Range: {range}";
        string head = $"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\nConnection: close\r\n"
            + $"Content-Length: {content.Length}\r\n\r\n";
        return new UpgradeAnswer(range is null ? 200 : 206, head, null, null) { Body = content };
    }

    public static UpgradeAnswer Refuse(int status, string phrase, string fault, string? field = null)
    {
        var text = new StringBuilder().Append("HTTP/1.1 ").Append(status).Append(' ').Append(phrase).Append("\r\n");
        if (field is not null)
            text.Append(field).Append("\r\n");
        string connection = status == 426 ? "Upgrade, close" : "close";
        text.Append("Connection: ").Append(connection).Append("\r\nContent-Length: 0\r\n\r\n");
        return new UpgradeAnswer(status, text.ToString(), null, fault);
    }

    private static UpgradeAnswer Accept(string key, string? subProtocol)
    {
        string proof = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
        string text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {proof}\r\n"
            + (subProtocol is null ? "" : $"Sec-WebSocket-Protocol: {subProtocol}\r\n")
            + "\r\n";
        return new UpgradeAnswer(101, text, subProtocol, null);
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[24];
        return key.Length == 24 && Convert.TryFromBase64String(key, bytes, out int length) && length == 16;
    }
}
