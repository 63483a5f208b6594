using System.Text;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>
/// Checks a CONNECT as the platform documents it for MQTT over WebSocket (pages "MQTT-WebSocket" and "MQTT-TCP
/// connections", error table "Troubleshooting"). Its signing code is its own, so that it can disagree with a client's.
/// </summary>
internal sealed class ConnectVerifier(
    DeviceRegistry devices, RegistrationVerifier registration, EmulatorOptions options)
{
    private const MqttConnectReasonCode BadClientId = MqttConnectReasonCode.ClientIdentifierNotValid;
    private const MqttConnectReasonCode BadCredential = MqttConnectReasonCode.BadUserNameOrPassword;
    private const string Disabled = "device: it is disabled; Set-IotEmulatorDevice -Enabled lets it in again";

    private static readonly string s_tooManyConnects =
        $"limit: more than {PlatformLimits.ConnectsPerMinute} connects of the device within a minute; wait longer before "
        + "the next try, or start the emulator with -NoConnectLimit";

    public ConnectVerdict Verify(MqttConnectPacket connect, MqttProtocolVersion version, bool secure)
    {
        string sent = connect.ClientId ?? string.Empty;
        var name = UserName.Parse(connect.Username, out string userFault);
        var device = name is var (deviceName, productKey) ? devices.Find(productKey, deviceName) : null;

        MqttClientId? id = null;
        ConnectVerdict Refuse(MqttConnectReasonCode code, string reason) =>
            new(code, reason, id?.ClientId ?? ShortForm(sent), device) { Announced = id };

        if (version == MqttProtocolVersion.V500)
        {
            return Refuse(
                MqttConnectReasonCode.UnsupportedProtocolVersion, "protocol: MQTT 5 is not offered, use 3.1.1");
        }

        if (!MqttClientId.TryParse(sent, out id, out string? fault))
            return Refuse(BadClientId, $"client id: {fault}");
        string password = Encoding.UTF8.GetString(connect.Password ?? []);
        if (RegistrationVerifier.IsFor(id))
            return registration.Verify(id, name, device, password, secure);
        bool withToken = id["authType"] == RegistrationVerifier.WithToken;
        if (FaultOfParameters(id, secure, withToken) is { } parameterFault)
            return Refuse(BadClientId, parameterFault);
        if (FaultOfKeepAlive(connect.KeepAlivePeriod) is { } keepAliveFault)
            return Refuse(BadClientId, keepAliveFault);
        if (device is null)
            return Refuse(BadCredential, name is { } unknown ? FaultOfName(unknown) : userFault);

        string? credentialFault = withToken
            ? FaultOfToken(device, id.ClientId, password)
            : FaultOfSignature(device, id, sent, password);
        if (credentialFault is not null)
            return Refuse(BadCredential, credentialFault);

        // Which return code they have is not documented: 5 for a disabled device and 3 for too many connects are likely.
        if (!device.Account.Enabled)
            return Refuse(MqttConnectReasonCode.NotAuthorized, Disabled);
        if (options.Limits.Connects && !device.Rates.TryConnect())
            return Refuse(MqttConnectReasonCode.ServerUnavailable, s_tooManyConnects);
        return new ConnectVerdict(MqttConnectReasonCode.Success, string.Empty, id.ClientId, device) { Announced = id };
    }

    // For the log, of a client id that can not be taken apart.
    private static string? ShortForm(string sent)
    {
        int end = sent.IndexOf('|', StringComparison.Ordinal);
        return sent[..(end < 0 ? sent.Length : end)] is { Length: > 0 } text ? text : null;
    }

    private string? FaultOfSignature(DeviceEntry device, MqttClientId id, string sent, string password)
    {
        if (device.Account.Secret is not { } secret)
            return "device: it has no secret yet, register it first (authType=register)";
        var method = SignMethod.Find(id["signmethod"])!;
        var identity = device.Identity;
        foreach (var form in SignedForm.Accepted(id["timestamp"] is not null, options.Lenient))
        {
            if (method.Verify(secret, form.Content(id.ClientId, identity, id["timestamp"]), password))
                return null;
        }

        return SignatureDiagnosis.Claim(id, sent, device, secret, method, password).Explain();
    }

    private static string? FaultOfToken(DeviceEntry device, string clientId, string password)
    {
        if (device.Account.FindToken(clientId) is not { } token)
            return "token: this client id got none; connect with the clientId that came with the deviceToken";
        return token.Token == password ? null : "token: it is not the deviceToken that this client id got last";
    }

    private static string? FaultOfParameters(MqttClientId id, bool secure, bool withToken)
    {
        if (withToken)
            return FaultOfTokenParameters(id, secure);
        if (id["authType"] is { } authType)
            return $"authType={authType} is none of register, regnwl, connwl";
        var (expected, transport) = secure ? ("2", "a wss or TLS") : ("3", "a plain ws or TCP");
        string other = secure ? "use the plain port" : "use the secure port with wss or TLS";
        if (id["securemode"] is not { } mode)
            return $"securemode is missing, {transport} connection announces securemode={expected}";
        if (mode != expected)
        {
            return $"securemode={mode} announced on {transport} connection, which is securemode={expected}: announce that, "
                + $"or {other}";
        }

        if (SignMethod.Find(id["signmethod"]) is null)
            return $"signmethod={id["signmethod"]} is none of hmacmd5, hmacsha1, hmacsha256";

        // Only its form: the platform compares no timestamp with a clock, and its own SDKs send constants.
        return id["timestamp"].AsSpan().ContainsAnyExceptInRange('0', '9')
            ? "timestamp is not a number"
            : null;
    }

    // That a token needs TLS is documented for getting it; for using it, it is likely.
    private static string? FaultOfTokenParameters(MqttClientId id, bool secure) =>
        !secure ? "authType=connwl needs wss or TLS"
        : id["securemode"] is not "-2" ? $"securemode={id["securemode"]} announced, with authType=connwl it is -2"
        : null;

    private string? FaultOfKeepAlive(int seconds)
    {
        if (options.Lenient)
            return null;
        const int Least = PlatformLimits.KeepAliveSecondsLeast;
        const int Most = PlatformLimits.KeepAliveSecondsMost;
        return seconds switch
        {
            < Least => $"keep-alive {seconds} s is under the platform's {Least} s",
            > Most => $"keep-alive {seconds} s is over the platform's {Most} s",
            _ => null,
        };
    }

    private string FaultOfName(UserName name) => devices.Find(name.DeviceName, name.ProductKey) is not null
        ? "user name: product key and device name are swapped, expected deviceName&productKey"
        : $"device: {name.DeviceName} of product {name.ProductKey} is unknown; Get-IotEmulatorDevice lists those that are";
}
