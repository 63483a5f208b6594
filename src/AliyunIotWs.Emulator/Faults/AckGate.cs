using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Faults;

/// <summary>
/// Holds back the PUBACKs of one connection while a fault asks for it and sends them afterwards. Their order stays that
/// of the messages [MQTT-4.6.0-2]: as long as one is held, those that come after it wait too.
/// </summary>
internal sealed class AckGate(LinkFaults faults, Func<ushort, Task> send, CancellationToken linkEnd)
{
    /// <summary>Acknowledgements that the platform lets wait before it reads no more.</summary>
    public const int Most = PlatformLimits.UnacknowledgedPublishes;

    private readonly object _gate = new();
    private readonly Queue<ushort> _held = new();
    private readonly ChangeSignal _released = new();
    private bool _releasing;

    /// <summary>Ends as soon as fewer acknowledgements than <see cref="Most"/> are held.</summary>
    /// <exception cref="OperationCanceledException">One of the tokens was cancelled.</exception>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            long seen = _released.Version;
            if (!IsFull)
                return;
            using var both = CancellationTokenSource.CreateLinkedTokenSource(linkEnd, cancellationToken);
            await _released.WaitAsync(seen, both.Token).ConfigureAwait(false);
        }
    }

    /// <summary>True while <see cref="Most"/> acknowledgements are held, or more.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _held.Count >= Most;
        }
    }

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

                _released.Raise();

                await send(packetId).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended; the device will send its messages again.
        }
    }
}
