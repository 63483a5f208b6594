using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Devices;
using MQTTnet.Protocol;

namespace AliyunIotWs.Emulator.Authentication;

/// <summary>What the platform thinks of a CONNECT.</summary>
/// <param name="Code">
/// Goes into the CONNACK. The server turns the names into the numbers of MQTT 3.1.1: ClientIdentifierNotValid is 2,
/// BadUserNameOrPassword is 4.
/// </param>
/// <param name="Reason">In words; empty when accepted.</param>
/// <param name="ClientId">For the log: the part before the first <c>|</c>.</param>
/// <param name="Device">The device that the user name names, as far as it is known.</param>
internal sealed record ConnectVerdict(
    MqttConnectReasonCode Code, string Reason, string? ClientId, DeviceEntry? Device)
{
    /// <summary>The client id and its parameters, as far as they could be read.</summary>
    public MqttClientId? Announced { get; init; }

    /// <summary>What the CONNECT asks for in the place of a session; null where it opens one.</summary>
    public RegistrationRequest? Registration { get; init; }

    /// <summary>The number in the CONNACK of MQTT 3.1.1.</summary>
    public int ReturnCode => Code switch
    {
        MqttConnectReasonCode.Success => 0,
        MqttConnectReasonCode.UnsupportedProtocolVersion => 1,
        MqttConnectReasonCode.ClientIdentifierNotValid => 2,
        MqttConnectReasonCode.ServerUnavailable => 3,
        MqttConnectReasonCode.BadUserNameOrPassword => 4,
        _ => 5,
    };

    public bool Accepted => Code == MqttConnectReasonCode.Success;

    /// <param name="returnCode">Of the CONNACK, 1 to 5.</param>
    /// <param name="reason">In words.</param>
    /// <param name="clientId">For the log.</param>
    /// <param name="device">As far as it is known.</param>
    public static ConnectVerdict Refused(int returnCode, string reason, string? clientId, DeviceEntry? device) =>
        new(CodeOf(returnCode), reason, clientId, device);

    /// <summary>The same, let in all the same.</summary>
    public ConnectVerdict Pardon() => this with { Code = MqttConnectReasonCode.Success, Reason = string.Empty };

    /// <summary>The refusal that a fault makes of it.</summary>
    /// <param name="returnCode">Of the CONNACK, 1 to 5.</param>
    public ConnectVerdict RefuseOnCommand(int returnCode) => this with
    {
        Code = CodeOf(returnCode),
        Reason = "on command",
    };

    private static MqttConnectReasonCode CodeOf(int returnCode) => returnCode switch
    {
        1 => MqttConnectReasonCode.UnsupportedProtocolVersion,
        2 => MqttConnectReasonCode.ClientIdentifierNotValid,
        3 => MqttConnectReasonCode.ServerUnavailable,
        4 => MqttConnectReasonCode.BadUserNameOrPassword,
        5 => MqttConnectReasonCode.NotAuthorized,
        _ => throw new ArgumentOutOfRangeException(nameof(returnCode)),
    };
}
