namespace AliyunIotWs;

/// <summary>The stages of a connection, in their order.</summary>
// ConvertTo-Json writes an enumeration as text where it is long, and as a number else.
public enum IotConnectionStage : long
{
    /// <summary>The look-up of the host's name, or of the proxy's.</summary>
    Name,

    /// <summary>The connection to the port.</summary>
    Tcp,

    /// <summary>The tunnel through an HTTP proxy.</summary>
    Proxy,

    /// <summary>The certificate, and the encryption.</summary>
    Tls,

    /// <summary>The answer to the request for a WebSocket.</summary>
    WebSocket,

    /// <summary>The broker's answer to CONNECT: credential, client id, keep-alive.</summary>
    Connack,

    /// <summary>The right to subscribe to a topic.</summary>
    Subscribe,

    /// <summary>The right to publish on a topic, by the PUBACK.</summary>
    Publish,
}
