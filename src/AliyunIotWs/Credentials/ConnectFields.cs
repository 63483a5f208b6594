using AliyunIotWs.Errors;
using AliyunIotWs.Messages;

namespace AliyunIotWs.Credentials;

/// <summary>Checks what goes into a CONNECT packet (MQTT 3.1.1, section 3.1.3), before anything goes out.</summary>
internal static class ConnectFields
{
    public static void Validate(string clientId, string username, string password)
    {
        if (MqttText.FaultOf(clientId) is { } inClientId)
            throw Invalid(IotErrorId.InvalidClientId, "client id", inClientId);
        if (MqttText.FaultOf(username) is { } inUsername)
            throw Invalid(IotErrorId.InvalidCredential, "user name", inUsername);
        if (MqttText.FaultOf(password) is { } inPassword)
            throw Invalid(IotErrorId.InvalidCredential, "password", inPassword);
    }

    private static IotException Invalid(IotErrorId id, string what, string fault) => new(
        id,
        $"The {what} {fault}, which a CONNECT packet can not carry.",
        "Check where it comes from; those of New-IotMqttCredential are of plain characters and short.");
}
