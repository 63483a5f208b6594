using System.Diagnostics.CodeAnalysis;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Messages;

/// <summary>
/// What devices have published, in the order of arrival; reading takes a message out. Any number of readers may take
/// turns. Bounded: above <see cref="Capacity"/> messages or <see cref="CapacityInBytes"/> the oldest go and are
/// counted.
/// </summary>
internal sealed class EmulatorInbox
{
    /// <summary>Messages kept.</summary>
    public const int Capacity = 100_000;

    /// <summary>Bytes kept, payloads and topics counted together: 64 MiB.</summary>
    public const long CapacityInBytes = 64L * 1024 * 1024;

    private readonly object _gate = new();
    private readonly ArrivalRing _messages = new();
    private readonly ChangeSignal _changed = new();
    private long _bytes;
    private long _received;
    private long _dropped;
    private volatile bool _closed;

    /// <summary>Messages that lie here now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _messages.Count;
        }
    }

    /// <summary>Messages that ever arrived.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Messages lost to the bound.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes out the oldest message that fits; without a filter, the oldest.</summary>
    public bool TryRead(Func<EmulatorMessage, bool>? filter, [NotNullWhen(true)] out EmulatorMessage? message)
    {
        long after = 0L;
        return TryRead(filter, ref after, out message);
    }

    /// <summary>Takes out the oldest message that fits, waiting for it if need be.</summary>
    /// <returns>Null once the emulator has stopped and nothing here fits.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; no message is lost by that.</exception>
    public async Task<EmulatorMessage?> ReadAsync(
        Func<EmulatorMessage, bool>? filter, CancellationToken cancellationToken)
    {
        long after = 0L;
        while (true)
        {
            long seen = _changed.Version;
            bool closed = _closed;
            if (TryRead(filter, ref after, out var message))
                return message;
            if (closed)
                return null;
            await _changed.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until more messages have arrived than <paramref name="received"/>.</summary>
    /// <param name="received">A value of <see cref="Received"/>, read before looking into the inbox.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False once the emulator has stopped.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> WaitAsync(long received, CancellationToken cancellationToken)
    {
        while (true)
        {
            long seen = _changed.Version;
            if (Received > received)
                return true;
            if (_closed)
                return false;
            await _changed.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Add(EmulatorMessage message)
    {
        lock (_gate)
        {
            _messages.Add(Interlocked.Increment(ref _received), message);
            _bytes += SizeOf(message);
            while (_messages.Count > Capacity || _bytes > CapacityInBytes)
            {
                long any = 0L;
                Take(null, ref any);
                Interlocked.Increment(ref _dropped);
            }
        }

        _changed.Raise();
    }

    /// <summary>Ends all waiting; what lies here can still be read.</summary>
    public void Close()
    {
        _closed = true;
        _changed.Raise();
    }

    private static long SizeOf(EmulatorMessage message) => message.Payload.Length + message.Topic.Length;

    // "after" is the number of the last message looked at, so that a waiting reader does not look at those that do not
    // fit again and again.
    private bool TryRead(
        Func<EmulatorMessage, bool>? filter, ref long after, [NotNullWhen(true)] out EmulatorMessage? message)
    {
        lock (_gate)
            message = Take(filter, ref after);
        return message is not null;
    }

    private EmulatorMessage? Take(Func<EmulatorMessage, bool>? filter, ref long after)
    {
        var message = _messages.Take(filter, ref after);
        if (message is not null)
            _bytes -= SizeOf(message);
        return message;
    }
}
