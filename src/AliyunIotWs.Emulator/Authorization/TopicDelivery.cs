namespace AliyunIotWs.Emulator.Authorization;

/// <summary>To which devices a topic of the platform goes.</summary>
internal enum TopicDelivery
{
    /// <summary>To those that have subscribed to it.</summary>
    Subscribed,

    /// <summary>Also to those whose SDK relies on the platform's automatic subscription.</summary>
    Automatic,

    /// <summary>To every device that is online.</summary>
    Always,
}
