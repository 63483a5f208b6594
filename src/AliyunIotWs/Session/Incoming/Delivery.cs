namespace AliyunIotWs.Session.Incoming;

/// <summary>A received message on its way to its readers, and whether the broker still waits for its PUBACK.</summary>
internal sealed class Delivery(IotMessage message, long sequence, ushort packetId, int epoch)
{
    public IotMessage Message { get; } = message;

    /// <summary>The order of arrival on the connection.</summary>
    public long Sequence { get; } = sequence;

    public ushort PacketId { get; } = packetId;

    /// <summary>The link that it came over; an acknowledgement on another link would mean nothing.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>How many buffers hold it above their bound; the PUBACK is due when none does.</summary>
    public int Withholders { get; set; }

    /// <summary>Once only: the broker may give the id to another message after it.</summary>
    public bool IsAcknowledged { get; set; }
}
