using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// Decodes with MQTTnet's formatter. It keeps buffers between packets but nothing of them, so a thread needs one and
/// not every connection.
/// </summary>
internal static class PacketDecoder
{
    [ThreadStatic]
    private static MqttPacketFormatterAdapter? t_formatter;

    public static MqttPacket Decode(ReceivedMqttPacket packet) => (t_formatter ??= new MqttPacketFormatterAdapter(
        MqttProtocolVersion.V311, new MqttBufferWriter(64, 1024))).Decode(packet);
}
