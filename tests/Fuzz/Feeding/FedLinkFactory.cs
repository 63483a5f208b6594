using System.Net.WebSockets;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Transport.Dialing;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.Fuzz.Feeding;

/// <summary>Opens the module's own link over a stream in memory, as if the HTTP upgrade had just succeeded.</summary>
internal sealed class FedLinkFactory(FedStream stream) : IMqttLinkFactory
{
    public Task<IMqttLink> OpenAsync(
        ConnectionSettings settings, IProgress<string>? stages, CancellationToken cancellation)
    {
        var options = new WebSocketCreationOptions { SubProtocol = "mqtt", KeepAliveInterval = TimeSpan.Zero };
        var socket = WebSocket.CreateFromStream(stream, options);
        return MqttLinkFactory.HandshakeAsync(new DialedSocket(socket), settings, stages, cancellation);
    }
}
