namespace AliyunIotWs;

/// <summary>What a connection is doing.</summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotConnectionState : long
{
    /// <summary>The first connect is under way.</summary>
    Connecting,

    /// <summary>The broker has accepted the device.</summary>
    Connected,

    /// <summary>The link was lost; the module connects again by itself.</summary>
    Reconnecting,

    /// <summary>Closed by <c>Disconnect-IotMqtt</c>, by its runspace or by the module's removal.</summary>
    Disconnected,

    /// <summary>Given up; the connection's <c>LastError</c> says why and what to check.</summary>
    Faulted,
}
