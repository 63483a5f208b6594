namespace AliyunIotWs.Recording;

/// <summary>What the transport tells of a packet.</summary>
internal readonly record struct PacketNote(IotPacketDirection Direction, string Type, int Size)
{
    public string? Topic { get; init; }

    public int? PacketId { get; init; }

    public int? Qos { get; init; }

    public string? Detail { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }
}
