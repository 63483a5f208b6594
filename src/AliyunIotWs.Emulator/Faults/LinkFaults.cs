namespace AliyunIotWs.Emulator.Faults;

/// <summary>What the faults mean for one connection, with the counters that begin with it.</summary>
/// <param name="board">The emulator's faults.</param>
/// <param name="deviceKey">Whose connection it is; null where the CONNECT names no known device.</param>
internal sealed class LinkFaults(FaultBoard board, string? deviceKey)
{
    private Tally _messages;
    private Tally _deliveries;
    private DoubledDeliveries? _doubled;

    public bool BlackHole => board.Any(deviceKey, static faults => faults.BlackHole);

    public bool StallAcks => board.Any(deviceKey, static faults => faults.StallAcks);

    /// <summary>Draws whether a delivery is to be sent twice; to be asked before it is sent.</summary>
    public bool DuplicatesDelivery(ushort packetId)
    {
        if (board.Find(deviceKey, static faults => faults.DuplicateDeliveries)?.Strikes() != true)
            return false;
        LazyInitializer.EnsureInitialized(ref _doubled).Add(packetId);
        return true;
    }

    /// <summary>True for the PUBACK that the session must not see.</summary>
    public bool IsSurplus(ushort packetId) => Volatile.Read(ref _doubled)?.IsSurplus(packetId) == true;

    /// <summary>Uses up one refusal.</summary>
    /// <returns>The code for the CONNACK, 1 to 5, or null when the CONNECT is not to be refused.</returns>
    public int? TakeRefusal() =>
        board.Find(deviceKey, static faults => faults.Refusal is { } refusal && refusal.Strikes() ? refusal : null)
            ?.Code;

    /// <summary>Counts a message of the device.</summary>
    /// <returns>Why the connection has to end now, or null.</returns>
    public string? CountMessage() =>
        _messages.Strikes(board.Find(deviceKey, static faults => FaultSet.ActiveOf(faults.DropAfterMessages)))
            is { } drop
            ? $"dropped on command, after {drop.After} messages of the device"
            : null;

    /// <summary>Counts a message to the device.</summary>
    /// <returns>Why the connection has to end now, or null.</returns>
    public string? CountDelivery() =>
        _deliveries.Strikes(board.Find(deviceKey, static faults => FaultSet.ActiveOf(faults.DropAfterDeliveries)))
            is { } drop
            ? $"dropped on command, after {drop.After} messages to the device"
            : null;

    /// <summary>Ends as soon as packets may pass; usually at once.</summary>
    /// <exception cref="OperationCanceledException">One of the tokens was cancelled.</exception>
    public ValueTask PassAsync(CancellationToken linkEnd, CancellationToken cancellationToken) =>
        BlackHole ? WaitAsync(() => !BlackHole, linkEnd, cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Ends as soon as messages may be acknowledged.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask WaitForAcksAsync(CancellationToken linkEnd) =>
        StallAcks ? WaitAsync(() => !StallAcks, linkEnd, CancellationToken.None) : ValueTask.CompletedTask;

    private async ValueTask WaitAsync(
        Func<bool> condition, CancellationToken linkEnd, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(linkEnd, cancellationToken);
        while (true)
        {
            long seen = board.Version;
            if (condition())
                return;
            await board.WaitAsync(seen, both.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Messages of this connection under one and the same fault.</summary>
    private struct Tally
    {
        private ConnectionDrop? _drop;
        private int _count;

        public ConnectionDrop? Strikes(ConnectionDrop? drop)
        {
            if (!ReferenceEquals(drop, _drop))
                (_drop, _count) = (drop, 0);
            return drop is not null && ++_count >= drop.After && drop.Count.TryUse() ? drop : null;
        }
    }
}
