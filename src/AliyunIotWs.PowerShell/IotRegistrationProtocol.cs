namespace AliyunIotWs;

/// <summary>How a device asks for its secret.</summary>
public enum IotRegistrationProtocol
{
    /// <summary>MQTT over <c>wss</c>, at the address that it connects to later.</summary>
    Mqtt,

    /// <summary>HTTPS, for devices that are known in the console; the platform names its reasons there.</summary>
    Https,
}
