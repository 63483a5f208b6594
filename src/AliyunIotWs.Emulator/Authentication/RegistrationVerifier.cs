using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Devices;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>
/// Checks a CONNECT that asks for a secret or a token (page "Dynamic registration over MQTT"): return code 2 for a
/// parameter that is missing or wrong and for a connection without TLS, 4 for what does not fit. The keep-alive is not
/// looked at.
/// </summary>
internal sealed class RegistrationVerifier(RegistrationDesk desk)
{
    /// <summary>The authType of a device that the console knows.</summary>
    public const string PreRegistered = "register";

    /// <summary>The authType of a device that nobody has registered in advance.</summary>
    public const string NotPreRegistered = "regnwl";

    /// <summary>The authType of a connection with a token.</summary>
    public const string WithToken = "connwl";

    /// <summary>True where the CONNECT is no more than a question for a credential.</summary>
    public static bool IsFor(MqttClientId id) => id["authType"] is PreRegistered or NotPreRegistered;

    public ConnectVerdict Verify(
        MqttClientId id, UserName? name, DeviceEntry? device, string password, bool secure)
    {
        bool preRegistered = id["authType"] == PreRegistered;
        ConnectVerdict Refuse(int returnCode, string reason) => ConnectVerdict.Refused(
            returnCode, $"registration: {reason}", id.ClientId, device);

        if (FaultOfParameters(id, preRegistered, secure) is { } fault)
            return Refuse(2, fault);
        if (name is not var (deviceName, productKey))
            return Refuse(4, "the user name is not deviceName&productKey");
        var request = new RegistrationRequest(productKey, deviceName, id["random"]!, id["signmethod"]!, password)
        {
            Machine = preRegistered ? null : id.ClientId,
        };
        var verdict = desk.Judge(request);
        if (verdict.Code is AlinkCode.UnknownSignMethod or AlinkCode.BadDeviceName)
            return Refuse(2, verdict.Reason);
        if (verdict.Code != AlinkCode.Success)
            return Refuse(4, verdict.Reason);
        return new ConnectVerdict(MqttConnectReasonCode.Success, string.Empty, id.ClientId, device)
        {
            Announced = id,
            Registration = request,
        };
    }

    // Without pre-registration one page of the platform has securemode=-2, its C and Python SDKs send 2: both are taken.
    private static string? FaultOfParameters(MqttClientId id, bool preRegistered, bool secure)
    {
        if (!secure)
            return "it needs wss or TLS; connect to the secure port";
        if (!(id["securemode"] == "2" || (!preRegistered && id["securemode"] == "-2")))
            return $"securemode={id["securemode"]} announced, expected is securemode={(preRegistered ? "2" : "-2")}";
        if (string.IsNullOrEmpty(id["random"]))
            return "random is missing";
        return string.IsNullOrEmpty(id["signmethod"]) ? "signmethod is missing" : null;
    }
}
