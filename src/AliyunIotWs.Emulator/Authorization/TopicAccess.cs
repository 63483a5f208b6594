namespace AliyunIotWs.Emulator.Authorization;

/// <summary>What a device may do with the topics of a class.</summary>
[Flags]
internal enum TopicAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It publishes.</summary>
    Publish = 1,

    /// <summary>It subscribes.</summary>
    Subscribe = 2,

    /// <summary>Both.</summary>
    PublishSubscribe = Publish | Subscribe,
}
