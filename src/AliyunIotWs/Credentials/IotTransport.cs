namespace AliyunIotWs;

/// <summary>The transport that a credential is signed for.</summary>
public enum IotTransport
{
    /// <summary>WebSocket over TLS, announced as secure mode 2.</summary>
    Wss,

    /// <summary>Plain WebSocket, announced as secure mode 3.</summary>
    Ws,
}
