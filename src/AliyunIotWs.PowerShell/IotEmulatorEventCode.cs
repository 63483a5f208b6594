namespace AliyunIotWs;

/// <summary>
/// What happened in the emulator. Where the platform's cloud log has a code of its own, the number is that code; the
/// others, below 100, exist in the emulator only.
/// </summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotEmulatorEventCode : long
{
    /// <summary>A device is online.</summary>
    Connected = 1,

    /// <summary>A device has gone offline; the message says how.</summary>
    Disconnected = 2,

    /// <summary>A CONNECT was refused; the message says exactly why.</summary>
    Refused = 3,

    /// <summary>A peer got no MQTT connection: TLS, the HTTP upgrade or the time-out.</summary>
    HandshakeFailed = 4,

    /// <summary>A topic filter was refused.</summary>
    SubscribeDenied = 5,

    /// <summary>A message of a device breaks a limit of the platform and was dropped.</summary>
    PublishDiscarded = 6,

    /// <summary>A peer broke the MQTT or WebSocket protocol; its connection was closed.</summary>
    ProtocolViolation = 7,

    /// <summary>A message of the cloud found no device that takes it.</summary>
    Undelivered = 8,

    /// <summary>The emulator itself failed: a defect.</summary>
    InternalError = 9,

    /// <summary>A request of a device was answered with an error code; the message has it.</summary>
    RequestRejected = 10,

    /// <summary>A device has registered, and got a secret or a token.</summary>
    Registered = 11,

    /// <summary>A device was taken from the emulator.</summary>
    Deleted = 12,

    /// <summary>A device was thrown off because its identity connected again, or on command.</summary>
    Kicked = 400,

    /// <summary>A device answered an RRPC that nobody waits for any more (cloud log 1904).</summary>
    RrpcLate = 1904,

    /// <summary>A device did not answer an RRPC in time (cloud log 1905).</summary>
    RrpcTimeout = 1905,

    /// <summary>What a device posted is not what its thing model says (cloud log 6332).</summary>
    ModelMismatch = 6332,

    /// <summary>A call of the cloud found its device offline (cloud log 9201).</summary>
    DeviceOffline = 9201,

    /// <summary>A device published on a topic that is not its own.</summary>
    PublishDenied = 9236,

    /// <summary>A device published faster than it may, and the message was dropped (cloud log 9324).</summary>
    RateExceeded = 9324,
}
