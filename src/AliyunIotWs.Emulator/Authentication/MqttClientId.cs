using System.Diagnostics.CodeAnalysis;
using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>
/// The client id of a CONNECT: <c>clientId|key=value,key=value|</c>. The pairs may come in any order, may end with a
/// comma, and a value may hold a <c>|</c>, as the platform's browser SDK sends one. White space around names and values
/// is no part of them: the older of the platform's Node SDKs (aliyun-iot-device-sdk 1.0.1, lib/model.js) breaks the line
/// between its pairs.
/// </summary>
internal sealed class MqttClientId
{
    // As many names are compared one by one; of more, a table finds those that come twice.
    private const int Handful = 16;

    // What most clients send; there is one object of each, however many connections hold it.
    private static readonly string[] s_usual =
        ["securemode", "signmethod", "timestamp", "ext", "2", "3", "1", "hmacsha256", "hmacsha1", "hmacmd5"];

    // Kept as long as the connection: nothing is found faster in a table.
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    private MqttClientId(string clientId) => ClientId = clientId;

    /// <summary>The part before the first <c>|</c>, 1 to 64 characters: what is signed as clientId.</summary>
    public string ClientId { get; }

    /// <summary>Value of an extension parameter; null when it is absent. Names are case-sensitive.</summary>
    public string? this[string parameter]
    {
        get
        {
            foreach (var (name, value) in _parameters)
            {
                if (name == parameter)
                    return value;
            }

            return null;
        }
    }

    /// <summary>Takes a client id apart, or says in <paramref name="fault"/> why it cannot be.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out MqttClientId? result, [NotNullWhen(false)] out string? fault)
    {
        result = null;
        fault = null;
        text ??= string.Empty;
        int first = text.IndexOf('|', StringComparison.Ordinal);
        int last = text.LastIndexOf('|');
        if (first < 0)
            fault = "it has no |parameters| after the client id";
        else if (last == first)
            fault = "its parameters are not closed by a second |";
        else if (last != text.Length - 1)
            fault = "something follows the last |";
        else if (first == 0)
            fault = "nothing stands before the first |";
        else if (first > PlatformLimits.ClientIdCharacters)
            fault = $"{first} characters stand before the first |, allowed are {PlatformLimits.ClientIdCharacters}";
        if (fault is not null)
            return false;
        var read = new MqttClientId(text[..first]);
        fault = read.Collect(text.AsSpan((first + 1)..last));
        result = fault is null ? read : null;
        return result is not null;
    }

    private string? Collect(ReadOnlySpan<char> text)
    {
        HashSet<string>? names = null;
        while (!text.IsEmpty)
        {
            int comma = text.IndexOf(',');
            var pair = (comma < 0 ? text : text[..comma]).Trim();
            text = comma < 0 ? [] : text[(comma + 1)..];
            if (pair.IsEmpty)
                continue;
            int equals = pair.IndexOf('=');
            if (equals <= 0)
                return $"'{pair}' is not key=value";
            string name = TextOf(pair[..equals].TrimEnd());
            if (_parameters.Count == Handful)
                names = [.. _parameters.Select(one => one.Key)];
            if (!names?.Add(name) ?? this[name] is not null)
                return $"{name} is given twice";
            _parameters.Add(new(name, TextOf(pair[(equals + 1)..].TrimStart())));
        }

        return null;
    }

    private static string TextOf(ReadOnlySpan<char> text)
    {
        foreach (string usual in s_usual)
        {
            if (text.SequenceEqual(usual))
                return usual;
        }

        return text.ToString();
    }
}
