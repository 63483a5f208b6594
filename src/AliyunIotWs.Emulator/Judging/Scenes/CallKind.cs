namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>What the cloud can ask of a device.</summary>
internal enum CallKind
{
    PropertySet,
    Service,
    Rrpc,
}
