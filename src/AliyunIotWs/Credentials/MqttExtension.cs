using System.Globalization;

namespace AliyunIotWs.Credentials;

/// <summary>Reads the extension parameters of a client id, which stand between its first and its last '|'.</summary>
internal static class MqttExtension
{
    /// <summary>The value of a parameter, or null.</summary>
    public static string? Find(string mqttClientId, string name)
    {
        int begin = mqttClientId.IndexOf('|', StringComparison.Ordinal);
        int end = mqttClientId.LastIndexOf('|');
        if (end <= begin)
            return null;
        foreach (string pair in mqttClientId[(begin + 1)..end].Split(','))
        {
            if (pair.Split('=', 2) is [var key, var value] && key.Trim() == name)
                return value.Trim();
        }

        return null;
    }

    /// <summary>Bit 0 of <c>ext</c>: RRPC comes on topics of the device's own.</summary>
    public static bool AnnouncesRrpc(string mqttClientId) =>
        int.TryParse(Find(mqttClientId, "ext"), NumberStyles.None, CultureInfo.InvariantCulture, out int bits)
        && (bits & 1) == 1;
}
