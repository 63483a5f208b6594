namespace AliyunIotWs.Emulator.Connections;

/// <summary>A peer's bytes, whatever carries them: WebSocket or TCP, with or without TLS.</summary>
internal interface IByteChannel : IDisposable
{
    /// <summary>For the log: ws, wss, tcp or tls.</summary>
    string Transport { get; }

    /// <summary>How the peer ended it; null while it has not.</summary>
    string? PeerClosed { get; }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken);

    /// <summary>Sends bytes, over WebSocket as one binary frame.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends it at once, without a word.</summary>
    void Abort();

    /// <summary>Ends it in good order, so that what was sent last arrives.</summary>
    /// <param name="violated">The peer broke the protocol, so that nothing is waited for.</param>
    /// <param name="cancellationToken">Ends the wait for the peer's part.</param>
    Task CloseAsync(bool violated, CancellationToken cancellationToken);
}
