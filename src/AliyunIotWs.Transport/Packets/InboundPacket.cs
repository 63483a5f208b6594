using AliyunIotWs.Session.Links;
using MQTTnet.Packets;

namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// What was read: a PUBLISH, the id of a PUBACK, or any other packet. The first two come by the hundred thousand, so no
/// object is made of them.
/// </summary>
internal readonly record struct InboundPacket(
    MqttPacket? Other, InboundPublish Publish = default, ushort AcknowledgedId = 0)
{
    /// <summary>In bytes, with its fixed header.</summary>
    public int Size { get; init; }

    public bool IsPublish => Publish.Topic is not null;
}
