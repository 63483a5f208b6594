namespace AliyunIotWs.Emulator.Faults;

/// <summary>
/// Holds back the PUBACKs of one connection while a fault asks for it and sends them afterwards. Their order stays that
/// of the messages [MQTT-4.6.0-2]: as long as one is held, those that come after it wait too.
/// </summary>
internal sealed class AckGate(LinkFaults faults, Func<ushort, Task> send, CancellationToken linkEnd)
{
    private readonly object _gate = new();
    private readonly Queue<ushort> _held = new();
    private bool _releasing;

    /// <summary>Takes a packet id whose PUBACK has to wait; false when it may go at once.</summary>
    public bool TryHold(ushort packetId)
    {
        lock (_gate)
        {
            if (!_releasing && !faults.StallAcks)
                return false;

            // There are no more ids than that; a peer that has more messages open reuses them against the rules.
            if (_held.Count < ushort.MaxValue)
                _held.Enqueue(packetId);
            if (_releasing)
                return true;
            _releasing = true;
        }

        _ = ReleaseAsync();
        return true;
    }

    private async Task ReleaseAsync()
    {
        try
        {
            while (true)
            {
                await faults.WaitForAcksAsync(linkEnd).ConfigureAwait(false);
                ushort packetId;
                lock (_gate)
                {
                    _releasing = _held.TryDequeue(out packetId);
                    if (!_releasing)
                        return;
                }

                await send(packetId).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended; the device will send its messages again.
        }
    }
}
