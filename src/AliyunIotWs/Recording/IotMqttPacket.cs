using System.Globalization;

namespace AliyunIotWs;

/// <summary>
/// One MQTT packet of a connection, as it was sent or received. It has neither the password nor the secret of anything;
/// all its values survive a file of CSV, JSON or XML.
/// </summary>
public sealed class IotMqttPacket
{
    /// <summary>When it was handed to the writer or was read, in local time.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Seconds since the trace began.</summary>
    public required double Seconds { get; init; }

    /// <summary>Sent or Received.</summary>
    public required IotPacketDirection Direction { get; init; }

    /// <summary>The name of the control packet (MQTT 3.1.1, section 2.2.1).</summary>
    public required string Type { get; init; }

    /// <summary>
    /// The topic of a PUBLISH, the filters of a SUBSCRIBE or UNSUBSCRIBE with ", " between them; else null.
    /// </summary>
    public string? Topic { get; init; }

    /// <summary>The packet identifier, 1 to 65,535; null of packets that have none.</summary>
    public int? PacketId { get; init; }

    /// <summary>The quality of service of a PUBLISH; else null.</summary>
    public int? Qos { get; init; }

    /// <summary>The size of the packet in bytes, its fixed header included.</summary>
    public required int Size { get; init; }

    /// <summary>The size of a PUBLISH's payload in bytes; else 0.</summary>
    public int PayloadSize { get; init; }

    /// <summary>What else is in it, in words: return codes, keep-alive, a repetition.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// The payload, where the trace keeps payloads and it is text. In JSON, the values of secrets, tokens and
    /// signatures are replaced by <c>********</c>.
    /// </summary>
    public string? Payload { get; init; }

    /// <summary>The payload likewise, as Base64, where it is no text.</summary>
    public string? Base64 { get; init; }

    /// <summary>The connection's name.</summary>
    public required string ConnectionName { get; init; }

    /// <summary>Direction, type and topic.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Direction} {Type} {Topic ?? Detail}").TrimEnd();
}
