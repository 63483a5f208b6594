using System.Net.Security;
using System.Net.Sockets;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>MQTT straight over TCP or TLS.</summary>
/// <param name="stream">It belongs to the channel.</param>
/// <param name="begin">What was read of it already.</param>
/// <param name="transport">See <see cref="Transport"/>.</param>
/// <param name="socket">Below the stream.</param>
internal sealed class StreamByteChannel(
    Stream stream, ReadOnlyMemory<byte> begin, string transport, Socket socket) : IByteChannel
{
    private ReadOnlyMemory<byte> _begin = begin;

    public string Transport => transport;

    public string? PeerClosed { get; private set; }

    public ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_begin.IsEmpty)
            return ReadOnAsync(target, cancellationToken);
        int count = Math.Min(_begin.Length, target.Length);
        _begin[..count].CopyTo(target);
        _begin = _begin[count..];
        return ValueTask.FromResult(count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        stream.WriteAsync(bytes, cancellationToken);

    public void Abort() => stream.Dispose();

    public async Task CloseAsync(bool violated, CancellationToken cancellationToken)
    {
        if (stream is SslStream secured)
            await secured.ShutdownAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

        // Where the peer's end has been read, nothing is left that a reset could take away.
        if (PeerClosed is not null)
            return;
        socket.Shutdown(SocketShutdown.Send);
        if (violated)
            return;

        // Closing a socket that holds unread bytes resets the connection, and with it goes what was sent last.
        byte[] rest = new byte[512];
        while (await stream.ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
        {
            // Of no interest any more.
        }
    }

    public void Dispose() => stream.Dispose();

    private async ValueTask<int> ReadOnAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int read = await stream.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        if (read == 0)
            PeerClosed = "the peer closed the connection";
        return read;
    }
}
