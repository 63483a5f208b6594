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

    /// <summary>Checks that a client id which announces its transport fits all of the endpoints.</summary>
    public static void ValidateEndpoints(string clientId, IReadOnlyList<Uri> endpoints)
    {
        if (endpoints.All(e => e.Scheme == endpoints[0].Scheme)
            || MqttExtension.Find(clientId, "securemode") is not ("2" or "3"))
        {
            return;
        }

        throw new IotException(
            IotErrorId.InvalidEndpoint,
            $"The endpoints {string.Join(", ", endpoints)} are of two schemes, and the client id announces one transport "
            + "(secure mode 2 is wss, 3 is ws).",
            "Give endpoints that all begin with wss://, or all with ws://.");
    }

    private static IotException Invalid(IotErrorId id, string what, string fault) => new(
        id,
        $"The {what} {fault}, which a CONNECT packet can not carry.",
        "Check where it comes from; those of New-IotMqttCredential are of plain characters and short.");
}
