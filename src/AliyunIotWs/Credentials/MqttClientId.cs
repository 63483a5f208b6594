using AliyunIotWs.Errors;
using AliyunIotWs.Messages;

namespace AliyunIotWs.Credentials;

/// <summary>The client id of the CONNECT packet: <c>clientId|securemode=…,signmethod=…,timestamp=…|</c>.</summary>
internal static class MqttClientId
{
    public const int MaximumLength = 64;

    public static void Validate(string clientId)
    {
        if (clientId.Length is 0 or > MaximumLength)
        {
            throw new IotException(
                IotErrorId.InvalidClientId,
                $"The client id has {clientId.Length} characters.",
                $"A client id has 1 to {MaximumLength} characters.");
        }

        foreach (char c in clientId)
        {
            if (c != '|' && !char.IsControl(c))
                continue;
            throw new IotException(
                IotErrorId.InvalidClientId,
                c == '|' ? "The client id contains '|'." : "The client id contains a control character.",
                "Give the plain client id: the part from the first '|' on is added by the module.");
        }

        if (MqttText.FaultOf(clientId) is { } fault)
            throw new IotException(IotErrorId.InvalidClientId, $"The client id {fault}.", "Give it in plain characters.");
    }

    /// <summary>The client id of one's own, or else <c>productKey.deviceName</c>.</summary>
    // The two names may together exceed the 64 characters of a client id; both are signed in full beside it, so that
    // cutting it short loses nothing.
    public static string FreePart(string? own, string productKey, string deviceName)
    {
        if (!string.IsNullOrEmpty(own))
            return own;
        string joined = $"{productKey}.{deviceName}";
        return joined.Length <= MaximumLength ? joined : joined[..MaximumLength];
    }

    /// <summary>What follows the client id of a device that connects with a token, which is no signature.</summary>
    public static string TokenExtension(bool customRrpc) =>
        customRrpc ? "|securemode=-2,authType=connwl,ext=1|" : "|securemode=-2,authType=connwl|";

    /// <summary>The name of the HMAC as the platform spells it.</summary>
    public static string WireName(IotSignMethod method) => method switch
    {
        IotSignMethod.HmacSha256 => "hmacsha256",
        IotSignMethod.HmacSha1 => "hmacsha1",
        IotSignMethod.HmacMd5 => "hmacmd5",
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };
}
