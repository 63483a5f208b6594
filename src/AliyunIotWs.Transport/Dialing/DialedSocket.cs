using System.Net.WebSockets;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>What a dial has come to.</summary>
/// <param name="Socket">The WebSocket.</param>
/// <param name="Stream">The connection below it, where that is known.</param>
internal readonly record struct DialedSocket(WebSocket Socket, DialedStream? Stream = null) : IDisposable
{
    public void Dispose() => Socket.Dispose();
}
