using System.Collections;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Makes the headers of a WebSocket's request out of a command's parameter.</summary>
internal static class HeaderArguments
{
    // RFC 6455, sections 4.1 and 11.3, and what frames a request.
    private static readonly string[] s_owned =
        ["Connection", "Content-Length", "Host", "Proxy-Authorization", "Transfer-Encoding", "Upgrade"];

    public static IReadOnlyList<KeyValuePair<string, string>> Read(IDictionary? headers)
    {
        var read = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry header in headers ?? new Hashtable())
        {
            string name = header.Key.ToString()!;
            if (s_owned.Contains(name, StringComparer.OrdinalIgnoreCase)
                || name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase))
            {
                throw Invalid(name, "belongs to the handshake itself");
            }

            if (name.Length == 0 || !name.All(IsToken))
                throw Invalid(name, "is no name of a header (RFC 9110, section 5.1)");
            string value = IotSecret.From(header.Value)?.Reveal()
                ?? Convert.ToString(header.Value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
            if (value.Any(c => c is < ' ' or > '~'))
                throw Invalid(name, "has a value with characters that a header can not carry");
            read.Add(new(name, value));
        }

        return read;
    }

    private static bool IsToken(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

    private static IotException Invalid(string name, string why) => new(
        IotErrorId.InvalidHeader,
        $"The header '{name}' {why}.",
        "Give -Header @{ Authorization = 'Bearer …' }; what opens a WebSocket is added by the module.");
}
