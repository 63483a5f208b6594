using System.Text;

namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>MQTT 3.1.1 packets from their parts (section 2), written down by hand.</summary>
internal static class Packet
{
    private static readonly int[] s_lies =
    [
        0, 1, 2, 3, 127, 128, 16_383, 16_384, 65_535, 327_683, 2_097_151, 2_097_152, 16_777_200, 16_777_216,
        268_435_455,
    ];

    public static byte[] Of(byte first, params ReadOnlySpan<byte> body) => [first, .. Length(body.Length), .. body];

    public static byte[] Publish(string topic, ReadOnlySpan<byte> payload, int qos = 0, ushort id = 1) => qos == 0
        ? Of(0x30, [.. Text(topic), .. payload])
        : Of((byte)(0x30 | (qos << 1)), [.. Text(topic), .. Id(id), .. payload]);

    public static byte[] Connect(string clientId, string user, string password, byte level = 4, byte flags = 0xC2) =>
        Of(0x10, [.. Text(level == 3 ? "MQIsdp" : "MQTT"), level, flags, 0x01, 0x2C,
            .. level == 5 ? new byte[] { 0 } : [], .. Text(clientId), .. Text(user), .. Text(password)]);

    public static byte[] Id(ushort id) => [(byte)(id >> 8), (byte)id];

    public static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [.. Id((ushort)bytes.Length), .. bytes];
    }

    /// <summary>The same packet with another remaining length than its body has.</summary>
    public static byte[] WithLie(FuzzCase fuzz, byte[] packet)
    {
        int header = 1;
        while (header < packet.Length && packet[header] >= 0x80)
            header++;
        header = Math.Min(header + 1, packet.Length);
        int real = packet.Length - header;
        byte[] lie = fuzz.Random.Next(4) switch
        {
            0 => [0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
            // The same length in more bytes than it takes.
            1 => [(byte)(real | 0x80), 0x80, 0x00],
            2 => Length(Math.Max(0, real + fuzz.Random.Next(-3, 4))),
            _ => Length(fuzz.Pick(s_lies)),
        };
        return [packet[0], .. lie, .. packet[header..]];
    }

    private static byte[] Length(int length)
    {
        var digits = new List<byte>(4);
        do
        {
            digits.Add((byte)(length % 128 | (length >= 128 ? 0x80 : 0)));
            length /= 128;
        }
        while (length > 0);
        return [.. digits];
    }
}
