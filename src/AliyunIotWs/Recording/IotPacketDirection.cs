namespace AliyunIotWs;

/// <summary>Which way a packet went.</summary>
public enum IotPacketDirection
{
    /// <summary>From this client to the broker.</summary>
    Sent,

    /// <summary>From the broker to this client.</summary>
    Received,
}
