using System.Text;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Devices;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>
/// Checks a CONNECT as the platform documents it for MQTT over WebSocket (pages "MQTT-WebSocket" and "MQTT-TCP
/// connections", error table "Troubleshooting"). Its signing code is its own, so that it can disagree with a client's.
/// </summary>
internal sealed class ConnectVerifier(DeviceRegistry devices, bool lenient)
{
    private const MqttConnectReasonCode BadClientId = MqttConnectReasonCode.ClientIdentifierNotValid;
    private const MqttConnectReasonCode BadCredential = MqttConnectReasonCode.BadUserNameOrPassword;

    public ConnectVerdict Verify(MqttConnectPacket connect, MqttProtocolVersion version, bool secure)
    {
        string sent = connect.ClientId ?? string.Empty;
        string? shortId = sent.Split('|')[0] is { Length: > 0 } text ? text : null;
        var (device, userFault) = FindDevice(connect.Username);

        ConnectVerdict Refuse(MqttConnectReasonCode code, string reason) => new(code, reason, shortId, device);

        if (version == MqttProtocolVersion.V500)
        {
            return Refuse(
                MqttConnectReasonCode.UnsupportedProtocolVersion, "protocol: MQTT 5 is not offered, use 3.1.1");
        }

        if (!MqttClientId.TryParse(sent, out var id, out string? fault))
            return Refuse(BadClientId, $"client id: {fault}");
        if (FaultOfParameters(id, secure) is { } parameterFault)
            return Refuse(BadClientId, parameterFault);
        if (FaultOfKeepAlive(connect.KeepAlivePeriod) is { } keepAliveFault)
            return Refuse(BadClientId, keepAliveFault);
        if (device is null)
            return Refuse(BadCredential, userFault);

        var method = SignMethod.Find(id["signmethod"])!;
        string password = Encoding.UTF8.GetString(connect.Password ?? []);
        var identity = device.Identity;
        foreach (var form in SignedForm.Accepted(id["timestamp"] is not null, lenient))
        {
            if (method.Verify(identity.DeviceSecret, form.Content(id.ClientId, identity, id["timestamp"]), password))
            {
                return new ConnectVerdict(MqttConnectReasonCode.Success, string.Empty, shortId, device)
                {
                    Announced = id,
                };
            }
        }

        return Refuse(BadCredential, SignatureDiagnosis.Explain(id, sent, identity, method, password));
    }

    private static string? FaultOfParameters(MqttClientId id, bool secure)
    {
        if (id["authType"] is { } authType)
            return $"authType={authType}: dynamic registration is not part of this emulator";
        var (expected, transport) = secure ? ("2", "a wss or TLS") : ("3", "a plain ws or TCP");
        if (id["securemode"] is not { } mode)
            return $"securemode is missing, {transport} connection announces securemode={expected}";
        if (mode != expected)
            return $"securemode={mode} announced on {transport} connection, which is securemode={expected}";
        if (SignMethod.Find(id["signmethod"]) is null)
            return $"signmethod={id["signmethod"]} is none of hmacmd5, hmacsha1, hmacsha256";

        // Only its form: the platform compares no timestamp with a clock, and its own SDKs send constants.
        return id["timestamp"] is { } timestamp && !timestamp.All(char.IsAsciiDigit)
            ? "timestamp is not a number"
            : null;
    }

    private string? FaultOfKeepAlive(int seconds)
    {
        if (lenient)
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

    private (DeviceEntry? Device, string Fault) FindDevice(string? userName)
    {
        if (string.IsNullOrEmpty(userName))
            return (null, "user name: it is missing, expected deviceName&productKey");
        int separator = userName.LastIndexOf('&');
        if (separator <= 0 || separator == userName.Length - 1)
            return (null, "user name: it is not deviceName&productKey");
        var (deviceName, productKey) = (userName[..separator], userName[(separator + 1)..]);
        if (devices.Find(productKey, deviceName) is { } device)
            return (device, string.Empty);
        return devices.Find(deviceName, productKey) is not null
            ? (null, "user name: product key and device name are swapped, expected deviceName&productKey")
            : (null, $"device: {deviceName} of product {productKey} is unknown");
    }
}
