namespace AliyunIotWs;

/// <summary>Which way a packet went.</summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotPacketDirection : long
{
    /// <summary>From this client to the broker.</summary>
    Sent,

    /// <summary>From the broker to this client.</summary>
    Received,
}
