namespace AliyunIotWs.Emulator.Judging.Recording;

/// <summary>The packets that a judge looks at.</summary>
internal enum PassageKind
{
    Publish,
    PubAck,
    Subscribe,
    SubAck,
    Unsubscribe,
    Ping,
    Disconnect,
    Other,
}
