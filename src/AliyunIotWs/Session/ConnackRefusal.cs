using AliyunIotWs.Errors;

namespace AliyunIotWs.Session;

/// <summary>
/// What a refusing CONNACK (MQTT 3.1.1, section 3.2.2.3) means on the platform, and what to check.
/// </summary>
internal static class ConnackRefusal
{
    public static IotException Create(int returnCode, ConnectionSettings settings)
    {
        string who = settings.Who;
        string where = settings.Endpoint.Authority;
        return returnCode switch
        {
            1 => new IotException(
                IotErrorId.ProtocolRejected,
                $"{where} does not speak MQTT 3.1.1 (CONNACK 1).",
                "Check that the endpoint is an MQTT broker; an instance bound to MQTT 5 refuses 3.1.1."),
            2 => ClientIdRejected(where, who, ClientIdFault.Find(settings)),
            3 => new IotException(
                IotErrorId.ServerUnavailable,
                $"{where} is not available at the moment (CONNACK 3).",
                "Try again later; if it lasts, check the region and the instance id."),
            4 => new IotException(
                IotErrorId.AuthenticationRejected,
                $"{where} refused the credential of {who} (CONNACK 4).",
                "Check product key, device name and device secret, that the device belongs to this region or instance, "
                + "and that client id, sign method and timestamp are those that were signed."
                + (settings.IsPlatform ? string.Empty : " An emulator has its reason in Get-IotEmulatorEvent.")),
            5 => new IotException(
                IotErrorId.NotAuthorized,
                $"{where} does not let {who} in (CONNACK 5).",
                settings.IsPlatform
                    ? "Check in the console that the device is neither disabled nor deleted."
                    : "Check user name and password, and what the broker allows this user; on the platform the device "
                      + "would be disabled or deleted."),
            _ => new IotException(
                IotErrorId.ConnectFailed,
                $"{where} answered with the unknown CONNACK code {returnCode}.",
                "Check that the endpoint is an MQTT 3.1.1 broker."),
        };
    }

    private static IotException ClientIdRejected(string where, string who, (string Fault, string Remedy)? cause) => new(
        IotErrorId.ClientIdRejected,
        $"{where} refused the client id of {who} (CONNACK 2){(cause is { } known ? $": {known.Fault}" : "")}.",
        cause?.Remedy ?? "Check that the credential was signed for this transport (secure mode 2 on wss, 3 on ws), that "
        + "the client id has at most 64 characters and no '|', and that the keep-alive is 30 to 1200 seconds.");

    /// <summary>The answer would be the same to the same credential, so trying again is only noise.</summary>
    public static bool IsFinal(IotErrorId id) => id is IotErrorId.ProtocolRejected or IotErrorId.ClientIdRejected
        or IotErrorId.AuthenticationRejected or IotErrorId.NotAuthorized;
}
