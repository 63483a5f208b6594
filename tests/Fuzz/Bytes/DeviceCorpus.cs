namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>What a device may send, and some of what it may not.</summary>
internal static class DeviceCorpus
{
    private const string Get = "/pk/device/user/get";
    private const string Update = "/pk/device/user/update";

    /// <summary>After the CONNECT, and nothing that would let anybody in.</summary>
    public static IReadOnlyList<byte[]> Packets { get; } =
    [
        Packet.Publish(Update, "on"u8),
        Packet.Publish(Update, "{\"id\":\"1\",\"params\":{}}"u8, qos: 1, id: 1),
        Packet.Publish(Update, [], qos: 1, id: 0xFFFF),
        Packet.Publish("/sys/pk/device/thing/event/property/post", "{}"u8, qos: 1, id: 2),
        Packet.Publish("/pk/other/user/update", "not its own"u8, qos: 1, id: 3),
        Packet.Publish("/pk/device/+/#", "wildcards"u8),
        Packet.Publish("", "x"u8),
        Packet.Publish(Update, "two"u8, qos: 2),
        Packet.Publish(Update, "no id"u8, qos: 1, id: 0),
        Packet.Of(0x82, [0, 6, .. Packet.Text(Get), 1]),
        Packet.Of(
            0x82, [0, 7, .. Packet.Text(Get), 0, .. Packet.Text("/pk/other/user/get"), 1, .. Packet.Text("#"), 2]),
        Packet.Of(0x82, [0, 8, .. Packet.Text("/ota/device/upgrade/pk/device"), 3]),
        Packet.Of(0x82, [0, 9, .. Filters(20)]),
        Packet.Of(0x82, 0, 9),
        Packet.Of(0x80, [0, 6, .. Packet.Text(Get), 1]),
        Packet.Of(0xA2, [0, 10, .. Packet.Text(Get)]),
        Packet.Of(0xA2, 0, 11),
        [0x40, 2, 0, 1],
        [0x50, 2, 0, 1],
        [0x62, 2, 0, 1],
        [0x70, 2, 0, 1],
        [0x20, 2, 0, 0],
        [0xC0, 0],
        [0xD0, 0],
        [0xE0, 0],
        [0xF0, 0],
        [0x00, 0],
    ];

    public static IReadOnlyList<byte[]> Large { get; } =
    [
        Packet.Publish(new string('/', ushort.MaxValue), "long"u8),
        Packet.Publish(Update, new byte[262_144], qos: 1, id: 4),
        Packet.Publish(Update, new byte[400_000], qos: 1, id: 5),
        Packet.Of(0x82, [0, 12, .. Filters(9000)]),
        Packet.Of(0xA2, [0, 13, .. Packet.Text(new string('x', ushort.MaxValue))]),
    ];

    /// <summary>CONNECT packets that no emulator may accept.</summary>
    public static IReadOnlyList<byte[]> Impostors { get; } =
    [
        Packet.Connect(Credential.ClientId, Credential.User, Credential.Forged),
        Packet.Connect(Credential.ClientId, Credential.User, string.Empty),
        Packet.Connect(Credential.ClientId, "other&pk", Credential.Forged),
        Packet.Connect("", "", "", level: 3),
        Packet.Connect(Credential.ClientId, Credential.User, Credential.Forged, level: 5),
        Packet.Connect(Credential.ClientId, Credential.User, Credential.Forged, level: 6),
        Packet.Connect("12345|securemode=3|", Credential.User, Credential.Forged),
        Packet.Connect(new string('x', ushort.MaxValue), Credential.User, Credential.Forged),
        Packet.Connect($"1|{new string('x', 60_000)}|", new string('u', ushort.MaxValue), Credential.Forged),
        Packet.Connect(Credential.ClientId, $"{new string('d', 30_000)}&{new string('p', 30_000)}", Credential.Forged),
        // Will, then the rest missing; neither user name nor password; a password without a user name.
        Packet.Connect(Credential.ClientId, Credential.User, Credential.Forged, flags: 0xC6),
        Packet.Connect(Credential.ClientId, Credential.User, Credential.Forged, flags: 0x02),
        Packet.Connect(Credential.ClientId, Credential.User, Credential.Forged, flags: 0x42),
        [0x10, 0],
    ];

    private static IEnumerable<byte> Filters(int count) =>
        Enumerable.Range(0, count).SelectMany(i => (byte[])[.. Packet.Text($"{Get}/{i}"), 1]);
}
