namespace AliyunIotWs.Transport.Packets;

/// <summary>
/// What MQTT 3.1.1 asks of the small packets that a broker sends and MQTTnet's formatter does not look at. Who breaks it
/// is not spoken to any more [MQTT-4.8.0-1].
/// </summary>
internal static class BrokerPacketRules
{
    private const int ConnAck = 2;
    private const int PubAck = 4;
    private const int SubAck = 9;
    private const int UnsubAck = 11;
    private const int PingResp = 13;

    /// <summary>Says which rule a packet breaks; null where it breaks none, and for all other packets.</summary>
    public static string? FaultOf(byte first, ReadOnlySpan<byte> body)
    {
        int type = first >> 4;
        if (NameOf(type) is not { } name)
            return null;
        if ((first & 0x0F) != 0)
            return $"{name} with flags in its fixed header [MQTT-2.2.2-2]";
        return type switch
        {
            ConnAck when body.Length != 2 => $"CONNACK of {body.Length} bytes (MQTT 3.1.1, section 3.2.1)",
            ConnAck => FaultOfConnAck(body[0], body[1]),
            SubAck when body.Length < 3 => "SUBACK without a return code (MQTT 3.1.1, section 3.9.3)",
            SubAck => FaultOfId(name, body) ?? FaultOfReturnCodes(body[2..]),
            PingResp => body.Length == 0 ? null : "PINGRESP with a body (MQTT 3.1.1, section 3.13.1)",
            _ when body.Length != 2 => $"{name} of {body.Length} bytes (MQTT 3.1.1, section {(type == PubAck ? "3.4.1" : "3.11.1")})",
            _ => FaultOfId(name, body),
        };
    }

    private static string? NameOf(int type) => type switch
    {
        ConnAck => "CONNACK",
        PubAck => "PUBACK",
        SubAck => "SUBACK",
        UnsubAck => "UNSUBACK",
        PingResp => "PINGRESP",
        _ => null,
    };

    private static string? FaultOfConnAck(byte flags, byte returnCode) => flags switch
    {
        > 1 => "CONNACK with reserved flags (MQTT 3.1.1, section 3.2.2.1)",
        1 when returnCode != 0 => "CONNACK that refuses and has a session [MQTT-3.2.2-4]",
        _ => null,
    };

    private static string? FaultOfId(string name, ReadOnlySpan<byte> body) =>
        body[0] == 0 && body[1] == 0 ? $"{name} with the packet id 0 [MQTT-2.3.1-1]" : null;

    private static string? FaultOfReturnCodes(ReadOnlySpan<byte> codes)
    {
        foreach (byte code in codes)
        {
            // A broker may grant less than was asked for, not more, and 2 is never asked for.
            if (code == 2)
                return "SUBACK that grants QoS 2 where it was not asked for (MQTT 3.1.1, section 3.8.4)";
            if (code is not (0 or 1 or 0x80))
                return $"SUBACK with the return code {code} [MQTT-3.9.3-2]";
        }

        return null;
    }
}
