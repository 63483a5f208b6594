using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>What a broker may send, and some of what it may not.</summary>
internal static class BrokerCorpus
{
    // The first id that a SUBSCRIBE of the client has is the one after this.
    private const ushort BeforeSubscribe = InflightWindow.LastPacketId + 1;

    public static byte[] Accepting { get; } = [0x20, 2, 0, 0];

    public static IReadOnlyList<byte[]> Packets { get; } =
    [
        Accepting,
        [0x20, 2, 1, 0],
        [0x20, 2, 0, 4],
        [0x20, 2, 0, 0x87],
        Packet.Publish("/pk/dn/user/get", "on"u8),
        Packet.Publish("/pk/dn/user/get", []),
        Packet.Publish("/pk/dn/user/get", "{\"id\":\"1\",\"params\":{}}"u8, qos: 1, id: 1),
        Packet.Publish("/pk/dn/user/get", "again"u8, qos: 1, id: 0xFFFF),
        Packet.Publish("/sys/pk/dn/thing/topo/\u00fcber/\U0001F600", [0xFF, 0xFE, 0x00], qos: 1, id: 7),
        Packet.Publish("", "x"u8),
        Packet.Publish("a", "two"u8, qos: 2),
        Packet.Publish("a", "no id"u8, qos: 1, id: 0),
        [0x40, 2, 0, 1],
        [0x40, 2, 0, 2],
        [0x40, 2, 0xEF, 0xFF],
        Packet.Of(0x90, [.. Packet.Id(BeforeSubscribe + 1), 1, 0]),
        Packet.Of(0x90, [.. Packet.Id(BeforeSubscribe + 1), 0x80, 1, 1]),
        Packet.Of(0x90, [.. Packet.Id(BeforeSubscribe + 2), 0]),
        Packet.Of(0x90, Packet.Id(BeforeSubscribe + 1)),
        Packet.Of(0xB0, Packet.Id(BeforeSubscribe + 2)),
        [0xD0, 0],
        [0x50, 2, 0, 1],
        [0x62, 2, 0, 1],
        [0x70, 2, 0, 1],
        [0xC0, 0],
        [0xE0, 0],
        [0xF0, 0],
        [0x00, 0],
    ];

    private static IReadOnlyList<byte[]> Large { get; } =
    [
        Packet.Publish(new string('t', ushort.MaxValue), "long"u8),
        Packet.Publish("big", new byte[300_000], qos: 1, id: 9),
        Packet.Of(0x90, [.. Packet.Id(BeforeSubscribe + 1), .. new byte[100_000]]),
    ];

    public static byte[] Stream(FuzzCase fuzz) => PacketStream.Of(fuzz, Packets, Large);
}
