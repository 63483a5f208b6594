using System.Net.Sockets;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>
/// The bytes of a connection. A thread that waits for an answer may read it in the place of the pool, which saves a
/// change of threads.
/// </summary>
internal sealed class DialedStream : NetworkStream
{
    private SharedRead? _shared;

    /// <param name="socket">Is read and written asynchronously from now on, and closed with the stream.</param>
    public DialedStream(Socket socket)
        : base(socket, ownsSocket: true) => socket.Blocking = false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _shared is { } shared && !cancellationToken.CanBeCanceled && shared.TakeTurn()
            ? shared.ReadAsync(buffer)
            : base.ReadAsync(buffer, cancellationToken);

    /// <summary>
    /// Completes the read that waits, on this thread, with what the reader does then; false where nothing has come, or no
    /// read waits that can be shared: from now on the next ones can.
    /// </summary>
    public bool TryReadHere() => (_shared ?? Share()).TryReadHere();

    private SharedRead Share()
    {
        Interlocked.CompareExchange(ref _shared, new SharedRead(Socket), null);
        return _shared;
    }
}
