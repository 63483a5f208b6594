using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>
/// Counts what is on its way to a device, so that it stays bounded: QoS 0 until it is written, QoS 1 until the device
/// has acknowledged it, at most <see cref="Capacity"/> together while it is online. For an offline device the platform
/// keeps QoS 1 for days; here up to <see cref="OfflineCapacity"/> messages and <see cref="OfflineBytes"/> are kept. The
/// messages themselves lie in the MQTT server.
/// </summary>
internal sealed class DeviceOutbox(TimeProvider time)
{
    /// <summary>Messages that may be under way to one device.</summary>
    public const int Capacity = 1_000;

    /// <summary>QoS 1 messages that are kept for an offline device.</summary>
    public const int OfflineCapacity = 100_000;

    /// <summary>Payload bytes that are kept for an offline device: 256 MiB.</summary>
    public const long OfflineBytes = 256L * 1024 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly ChangeSignal _changed = new();
    private bool _open;
    private int _unwritten;
    private int _unacknowledged;
    private long _keptBytes;

    /// <summary>True where no message of QoS 0 waits to be written.</summary>
    public bool IsWritten
    {
        get
        {
            lock (_gate)
                return _unwritten == 0;
        }
    }

    /// <summary>
    /// Takes a place for one message. An online device that is behind is waited for, 10 s at most; an offline one takes
    /// QoS 1 only, until it is full.
    /// </summary>
    /// <returns>Null, or why the message is not queued.</returns>
    public async ValueTask<string?> EnterAsync(bool acknowledged, long bytes, CancellationToken cancellationToken)
    {
        CancellationTokenSource? patience = null;
        try
        {
            while (true)
            {
                long seen = _changed.Version;
                if (TryEnter(acknowledged, bytes, out string? refusal))
                    return refusal;
                patience ??= new CancellationTokenSource(s_patience, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
                await _changed.WaitAsync(seen, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the device is {Capacity} messages behind and has taken none for {s_patience.TotalSeconds:0} s";
        }
        finally
        {
            patience?.Dispose();
        }
    }

    /// <summary>Takes a place for one message, or says at once why there is none.</summary>
    /// <returns>Null, or why the message is not queued.</returns>
    public string? EnterNow(bool acknowledged, long bytes) =>
        TryEnter(acknowledged, bytes, out string? refusal) ? refusal : $"the device is {Capacity} messages behind";

    public void Written() => Leave(ref _unwritten);

    public void Acknowledged() => Leave(ref _unacknowledged);

    public void Open(bool sessionPresent)
    {
        lock (_gate)
        {
            _open = true;
            _unwritten = 0;
            if (!sessionPresent)
                _unacknowledged = 0;
        }

        _changed.Raise();
    }

    public void Close()
    {
        lock (_gate)
        {
            _open = false;
            _unwritten = 0;
        }

        _changed.Raise();
    }

    /// <summary>Nothing is under way any more: the messages are gone.</summary>
    public void Forget()
    {
        lock (_gate)
            _unwritten = _unacknowledged = 0;
        _changed.Raise();
    }

    private bool TryEnter(bool acknowledged, long bytes, out string? refusal)
    {
        lock (_gate)
        {
            refusal = null;
            if (_open && _unwritten + _unacknowledged >= Capacity)
                return false;
            if (!_open)
                refusal = Keep(acknowledged, bytes);
            else if (acknowledged)
                _unacknowledged++;
            else
                _unwritten++;
            return true;
        }
    }

    private string? Keep(bool acknowledged, long bytes)
    {
        if (!acknowledged)
            return "the device is offline and QoS 0 is not kept for it";
        if (_unacknowledged == 0)
            _keptBytes = 0;
        if (_unacknowledged >= OfflineCapacity || _keptBytes + bytes > OfflineBytes)
            return $"{_unacknowledged} messages are kept for the offline device already";
        _keptBytes += bytes;
        _unacknowledged++;
        return null;
    }

    private void Leave(ref int counter)
    {
        lock (_gate)
            counter = Math.Max(0, counter - 1);
        _changed.Raise();
    }
}
