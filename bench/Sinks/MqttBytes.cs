using System.Text;

namespace Bench.Sinks;

/// <summary>Packets of MQTT 3.1.1 byte by byte, for whoever sends the same one again and again.</summary>
internal static class MqttBytes
{
    /// <summary>With a clean session and a keep-alive of 300 s.</summary>
    public static byte[] Connect(string clientId, string userName, string password) => Packet(
        0x10, [.. Text("MQTT"), 4, 0xC2, 0x01, 0x2C, .. Text(clientId), .. Text(userName), .. Text(password)]);

    public static byte[] Publish(string topic, byte[] payload) => Packet(0x30, [.. Text(topic), .. payload]);

    /// <summary>At QoS 1.</summary>
    public static byte[] Publish(string topic, byte[] payload, ushort packetId) =>
        Packet(0x32, [.. Text(topic), (byte)(packetId >> 8), (byte)packetId, .. payload]);

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    private static byte[] Packet(byte header, byte[] body)
    {
        var length = new List<byte>();
        for (int left = body.Length; ; left >>= 7)
        {
            if (left < 128)
            {
                length.Add((byte)left);
                return [header, .. length, .. body];
            }

            length.Add((byte)(128 | (left & 127)));
        }
    }
}
