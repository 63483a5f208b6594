using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Outgoing;

/// <summary>
/// Sends messages over whichever link there is. QoS 1 messages stay here until their PUBACK and go out again, in
/// order, on the next link, as fast as it takes them; fresh ones follow behind. QoS 0 messages count as sent when their
/// bytes are written.
/// </summary>
internal sealed class Outbox(TimeProvider time, ISendPacer? pacer)
{
    public const int WindowSize = 1024;

    /// <summary>As many of the platform's largest messages. A single one may be larger, and is alone then.</summary>
    private const long WindowBytes = WindowSize * (PlatformLimits.PayloadBytes + 1024L);

    private readonly object _gate = new();
    private readonly InflightWindow _window = new(WindowSize, WindowBytes);
    private readonly Queue<OutboundMessage> _resend = new();
    private IMqttLink? _link;
    private IotException? _end;
    private long _sequence;
    private long _sent;
    private bool _waited;
    private bool _awaitsTurn;

    /// <summary>Messages that were acknowledged (QoS 1) or written (QoS 0).</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Raised when a message that had to wait may be taken now.</summary>
    public Pulse Admission { get; } = new();

    public int InFlight
    {
        get
        {
            lock (_gate)
                return _window.Count;
        }
    }

    /// <summary>
    /// Takes a message over, or returns false where it has to wait: window full, link congested, or QoS 0 without a
    /// link. A message that can never go is taken and completed with its failure.
    /// </summary>
    public bool TrySend(OutboundMessage message)
    {
        lock (_gate)
        {
            if (_end is null && !CanAdmit(message))
            {
                _waited = true;
                return false;
            }

            message.Batch.Add();
            if (_end is { } end)
            {
                Complete(message, end);
                return true;
            }

            message.Sequence = ++_sequence;
            if (message.Qos > 0)
                _window.Add(message);
            if (_link is { } link)
                Transmit(link, message);
            return true;
        }
    }

    /// <summary>Makes a new link the one to send over, and sends again what no PUBACK has come for.</summary>
    public void Attach(IMqttLink link)
    {
        lock (_gate)
        {
            _window.ReleaseAbandoned();
            _window.InOrder().ForEach(_resend.Enqueue);
            _link = link;
            Feed();
        }
    }

    public void Detach()
    {
        lock (_gate)
        {
            _link = null;
            _resend.Clear();
        }
    }

    public void Acknowledge(ushort packetId)
    {
        lock (_gate)
        {
            if (_window.Acknowledge(packetId) is { } message)
                Complete(message, null);
            // A sender that waits is woken for half a window at a time, not for every PUBACK.
            if (_waited && _window.IsHalfFree)
                Admit();
        }
    }

    public void Written(IReadOnlyList<OutboundMessage> messages)
    {
        long now = time.GetTimestamp();
        Interlocked.Add(ref _sent, messages.Count);
        foreach (var message in messages)
        {
            message.CompletedAt = now;
            message.Batch.Complete(message);
        }
    }

    public void Unwritten(IReadOnlyList<OutboundMessage> messages)
    {
        foreach (var message in messages)
        {
            Complete(message, new IotException(
                IotErrorId.ConnectionLost,
                $"The connection was lost before the message to '{message.Topic}' was written.",
                "Send it again, or send it with QoS 1, which is repeated after a reconnect."));
        }
    }

    public void Drained()
    {
        lock (_gate)
            Feed();
    }

    /// <summary>
    /// Gives up on the messages of a batch that have waited longer than <paramref name="limit"/>;
    /// <paramref name="outage"/> is why there is no link, if so.
    /// </summary>
    public void Expire(PublishBatch batch, TimeSpan limit, IotException? outage)
    {
        lock (_gate)
        {
            foreach (var message in _window.InOrder())
            {
                if (ReferenceEquals(message.Batch, batch) && time.GetElapsedTime(message.StartedAt) >= limit)
                {
                    _window.Abandon(message);
                    Complete(message, PublishTimeout.Of(message, limit, outage));
                }
            }
        }
    }

    /// <summary>Forgets a batch that nobody waits for any more; what has been sent may still arrive.</summary>
    public void Forget(PublishBatch batch)
    {
        lock (_gate)
        {
            foreach (var message in _window.InOrder())
            {
                if (ReferenceEquals(message.Batch, batch))
                    _window.Abandon(message);
            }
        }
    }

    /// <summary>Completes everything with a failure, and whatever comes later too.</summary>
    public void End(IotException reason)
    {
        lock (_gate)
        {
            _end = reason;
            _link = null;
            _resend.Clear();
            foreach (var message in _window.InOrder())
            {
                _window.Abandon(message);
                Complete(message, reason);
            }

            Admit();
        }
    }

    private bool CanAdmit(OutboundMessage message)
    {
        if (message.Qos > 0 && !_window.HasRoomFor(message))
            return false;
        return _link is { } link ? !link.Congested && _resend.Count == 0 : message.Qos > 0;
    }

    // Until the link is congested; it tells when it is so no more. What is sent again keeps the pace as well: a platform
    // that drops what is over its rate would drop a whole window.
    private void Feed()
    {
        while (!_awaitsTurn && _link is { Congested: false } link && _resend.TryPeek(out var message))
        {
            if (_window.Holds(message) && pacer?.TryPass(message.Qos, message.Payload.Length) == false)
            {
                _awaitsTurn = true;
                _ = AwaitTurnAsync(pacer, message);
                return;
            }

            SendNext(link);
        }

        if (_resend.Count == 0)
            Admit();
    }

    private async Task AwaitTurnAsync(ISendPacer pace, OutboundMessage message)
    {
        await pace.PassAsync(message.Qos, message.Payload.Length, CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            _awaitsTurn = false;
            // A link may have come or gone meanwhile; the turn is that of whatever is next.
            if (_link is { } link)
                SendNext(link);
            Feed();
        }
    }

    private void SendNext(IMqttLink link)
    {
        if (_resend.TryDequeue(out var message) && _window.Holds(message))
            Transmit(link, message);
    }

    private static void Transmit(IMqttLink link, OutboundMessage message)
    {
        bool duplicate = message.Attempts > 0;
        message.Attempts++;
        link.Publish(message, duplicate);
    }

    private void Admit()
    {
        _waited = false;
        Admission.Raise();
    }

    private void Complete(OutboundMessage message, IotException? failure)
    {
        message.Failure = failure;
        message.CompletedAt = time.GetTimestamp();
        if (failure is null)
            Interlocked.Increment(ref _sent);
        message.Batch.Complete(message);
    }
}
