namespace AliyunIotWs.Session.Links;

/// <summary>A PUBLISH packet as it was read.</summary>
internal readonly record struct InboundPublish(
    string Topic, byte[] Payload, int Qos, bool Duplicate, ushort PacketId);
