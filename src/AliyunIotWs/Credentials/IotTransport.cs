namespace AliyunIotWs;

/// <summary>The transport that a credential is signed for.</summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotTransport : long
{
    /// <summary>WebSocket over TLS, announced as secure mode 2.</summary>
    Wss,

    /// <summary>Plain WebSocket, announced as secure mode 3.</summary>
    Ws,
}
