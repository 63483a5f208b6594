using System.Net.Sockets;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>The bytes of a peer that is on its way to a CONNACK; it knows since when the peer is waited for.</summary>
internal sealed class PeerStream(Socket socket, TimeProvider time) : NetworkStream(socket, ownsSocket: true)
{
    private long _waitingSince = time.GetTimestamp();

    /// <summary>How long nothing has come that was waited for.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _waitingSince));

    /// <summary>Why it was ended from this side; null when it was not.</summary>
    public string? Ended { get; private set; }

    /// <summary>Waits for the first byte and leaves it where it is.</summary>
    /// <returns>The byte; null at the end of the connection.</returns>
    public async Task<byte?> PeekAsync(CancellationToken cancellationToken)
    {
        byte[] first = new byte[1];
        return await PeekAsync(first, cancellationToken).ConfigureAwait(false) == 0 ? null : first[0];
    }

    /// <summary>Reads what has come so far and leaves it where it is; waits where nothing has.</summary>
    public ValueTask<int> PeekAsync(Memory<byte> target, CancellationToken cancellationToken) =>
        Socket.ReceiveAsync(target, SocketFlags.Peek, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref _waitingSince, time.GetTimestamp());
        return base.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>Tells the peer that nothing more comes.</summary>
    public void ShutDown() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection.</summary>
    public void End(string reason)
    {
        Ended = reason;
        Dispose();
    }
}
