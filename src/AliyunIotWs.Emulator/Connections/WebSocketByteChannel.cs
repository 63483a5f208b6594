using System.Net.WebSockets;
using MQTTnet.Exceptions;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>The binary frames of a WebSocket.</summary>
internal sealed class WebSocketByteChannel(WebSocket socket, string transport) : IByteChannel
{
    public string Transport => transport;

    public string? PeerClosed { get; private set; }

    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(target, cancellationToken).ConfigureAwait(false);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    PeerClosed = $"the peer closed the WebSocket ({(int?)socket.CloseStatus ?? 1005})";
                    return 0;
                }

                if (result.MessageType == WebSocketMessageType.Text)
                    throw new MqttProtocolViolationException("A text frame holds no MQTT [MQTT-6.0.0-1].");

                // An empty frame carries nothing and ends nothing.
                if (result.Count > 0)
                    return result.Count;
            }
        }
        catch (WebSocketException exception) when (exception.InnerException is MqttProtocolViolationException violation)
        {
            throw new MqttProtocolViolationException(violation.Message);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    public void Abort() => socket.Abort();

    public async Task CloseAsync(bool violated, CancellationToken cancellationToken)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        if (violated)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.ProtocolError, null, cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => socket.Dispose();
}
