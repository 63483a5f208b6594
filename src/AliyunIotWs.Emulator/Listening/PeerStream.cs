using System.Net.Sockets;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// The bytes of a peer that is on its way to a CONNACK; it knows since when the peer is waited for. What comes first can be
/// looked at before it is read.
/// </summary>
internal sealed class PeerStream(Socket socket, TimeProvider time) : NetworkStream(socket, ownsSocket: true)
{
    // Little for a peer that says nothing, and enough for a CONNECT, most requests of an upgrade and the cipher suites of any
    // client that is met in practice.
    private const int BeginSize = 512;

    private long _waitingSince = time.GetTimestamp();

    /// <summary>How long nothing has come that was waited for.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _waitingSince));

    /// <summary>What came first, as long as it was not read; up to 512 bytes.</summary>
    public ReadOnlyMemory<byte> Begin { get; private set; }

    /// <summary>True once it has its CONNACK, or has gone without.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Why it was ended from this side; null when it was not.</summary>
    public string? Ended { get; private set; }

    /// <summary>Waits for the first bytes.</summary>
    /// <returns>False at the end of the connection.</returns>
    public async ValueTask<bool> BeginAsync(CancellationToken cancellationToken)
    {
        byte[] begin = new byte[BeginSize];
        int length = await base.ReadAsync(begin, cancellationToken).ConfigureAwait(false);
        Begin = begin.AsMemory(0, length);
        return length > 0;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref _waitingSince, time.GetTimestamp());
        if (Begin.IsEmpty)
            return base.ReadAsync(buffer, cancellationToken);
        int count = Math.Min(Begin.Length, buffer.Length);
        Begin[..count].CopyTo(buffer);
        Begin = count < Begin.Length ? Begin[count..] : default;
        return ValueTask.FromResult(count);
    }

    /// <summary>Ends the connection.</summary>
    public void End(string reason)
    {
        Ended = reason;
        Dispose();
    }
}
