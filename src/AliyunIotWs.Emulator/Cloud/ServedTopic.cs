using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>A topic that a device publishes on, and what serves it.</summary>
/// <param name="Topic">As it was sent.</param>
/// <param name="Route">The line of the table.</param>
/// <param name="Variable">What stands for <c>{id}</c> in the route, such as an event's identifier.</param>
/// <param name="Device">Whom the topic names.</param>
internal sealed record ServedTopic(string Topic, CloudRoute Route, string Variable, DeviceEntry Device)
{
    /// <summary>Where replies go that have a topic of the usual form.</summary>
    public string ReplyTopic { get; } = Topic + "_reply";
}
