namespace AliyunIotWs.Units.Emulator.Judging;

/// <summary>The one thing that a scripted device does wrong.</summary>
internal enum DeviceFault
{
    None,
    ShortKeepAlive,
    CertificateIgnored,
    NoBackOff,
    WrongReplyTopic,
    DuplicateIds,
    NoPubAck,
    NoResubscribe,
    TooFast,
    WrongClass,
    NoDup,
}
