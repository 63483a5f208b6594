using System.Text;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>An HTTP request's head: request line and header fields (RFC 9112, sections 3 and 5).</summary>
internal sealed class UpgradeRequest
{
    private readonly Dictionary<string, List<string>> _fields = new(StringComparer.OrdinalIgnoreCase);

    private UpgradeRequest(string method, string path, string version)
    {
        Method = method;
        Path = path;
        Version = version;
    }

    public string Method { get; }

    /// <summary>As sent, with its query.</summary>
    public string Path { get; }

    /// <summary>As sent, such as <c>HTTP/1.1</c>.</summary>
    public string Version { get; }

    /// <summary>Takes a head without its closing empty line apart; null when it is malformed.</summary>
    public static UpgradeRequest? Parse(ReadOnlySpan<byte> head)
    {
        string[] lines = Encoding.Latin1.GetString(head).Split("\r\n");
        string[] start = lines[0].Split(' ');
        if (start.Length != 3 || start[1].Length == 0 || !start[2].StartsWith("HTTP/", StringComparison.Ordinal))
            return null;
        var request = new UpgradeRequest(start[0], start[1], start[2]);
        foreach (string? line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(' ', '\t', '\n'))
                return null;
            string name = line[..colon];
            if (!request._fields.TryGetValue(name, out var values))
                request._fields.Add(name, values = []);
            values.Add(line[(colon + 1)..].Trim(' ', '\t'));
        }

        return request;
    }

    /// <summary>The only value of a field; null when it is absent or given more than once.</summary>
    public string? Single(string name) => _fields.GetValueOrDefault(name) is [var value] ? value : null;

    /// <summary>The values of a field, one for each of its lines.</summary>
    public IReadOnlyList<string> All(string name) => _fields.GetValueOrDefault(name) ?? [];

    /// <summary>The elements of a field that is a list, over all its lines.</summary>
    public IEnumerable<string> List(string name) =>
        All(name).SelectMany(value =>
            value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
