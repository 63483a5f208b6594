namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>The one thing that a scripted device does wrong.</summary>
internal enum DeviceFault
{
    None,

    // The CONNECT.
    OpenClientId,
    WrongSecureMode,
    WrongSignature,
    ShortKeepAlive,
    Mqtt5,
    Will,
    Silence,
    RudeEnd,

    // TLS.
    CertificateIgnored,

    // Coming back.
    NoReturn,
    NoBackOff,
    NoWait,
    NoResubscribe,

    // QoS 1.
    NoPubAck,
    NoResend,
    NoDup,

    // Topics and limits.
    Qos2,
    TooFast,
    TooLong,
    WrongClass,
    WrongFilter,
    ManyFilters,

    // The thing model.
    DuplicateIds,
    NoParams,
    NoVersion,
    WrongType,

    // Calls.
    WrongReplyTopic,
    NoServiceReply,
    WrongRrpcTopic,
    EagerRetry,

    // A gateway.
    WrongSubDevice,
    NoSecondLogin,
}
