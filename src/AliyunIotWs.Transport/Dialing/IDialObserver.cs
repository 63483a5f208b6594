using System.Net;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>Hears how far a dial has come. Through a proxy, name and connection are the proxy's.</summary>
internal interface IDialObserver
{
    void Resolved(string host, IPAddress[] addresses);

    void Connected(EndPoint? peer);

    /// <summary>TLS begins: what is in between has let the connection through.</summary>
    void Securing();

    /// <summary>An HTTP request is about to be sent over the stream, to a proxy or to the host.</summary>
    void Opened(Stream stream);
}
