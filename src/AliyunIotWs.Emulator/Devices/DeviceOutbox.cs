namespace AliyunIotWs.Emulator;

/// <summary>
/// Counts what is on its way to a device, so that it stays bounded: QoS 0 until it is written, QoS 1 until the device
/// has acknowledged it, at most <see cref="Capacity"/> together. The messages themselves lie in the MQTT server.
/// </summary>
internal sealed class DeviceOutbox(TimeProvider time)
{
    /// <summary>Messages that may be under way to one device.</summary>
    public const int Capacity = 1_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly ChangeSignal _changed = new();
    private bool _open;
    private int _unwritten;
    private int _unacknowledged;

    /// <summary>
    /// Takes a place for one message. An online device that is behind is waited for, 10 s at most; an offline one takes
    /// QoS 1 only, until it is full.
    /// </summary>
    /// <returns>Null, or why the message is not queued.</returns>
    public async ValueTask<string?> EnterAsync(bool acknowledged, CancellationToken cancellationToken)
    {
        CancellationTokenSource? patience = null;
        try
        {
            while (true)
            {
                var seen = _changed.Version;
                if (TryEnter(acknowledged, out var refusal))
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

    private bool TryEnter(bool acknowledged, out string? refusal)
    {
        lock (_gate)
        {
            refusal = null;
            var full = _unwritten + _unacknowledged >= Capacity;
            if (_open && full)
                return false;
            if (!_open && !acknowledged)
                refusal = "the device is offline and QoS 0 is not kept for it";
            else if (full)
                refusal = $"{Capacity} messages are kept for the offline device already";
            else if (acknowledged)
                _unacknowledged++;
            else
                _unwritten++;
            return true;
        }
    }

    private void Leave(ref int counter)
    {
        lock (_gate)
            counter = Math.Max(0, counter - 1);
        _changed.Raise();
    }
}
