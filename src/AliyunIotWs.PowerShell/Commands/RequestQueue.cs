using System.Globalization;
using AliyunIotWs.Errors;
using AliyunIotWs.Requests;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// The requests of one pipeline that are under way, in their order. It waits for its middle where it is full, so that
/// replies are taken and requests sent by the dozen.
/// </summary>
internal sealed class RequestQueue(DeviceSession session, TimeSpan limit)
{
    /// <summary>As many as are under way at once; replies come with QoS 0, and a broker drops those that pile up.</summary>
    public const int Capacity = 256;

    private readonly PublishBatch _batch = new(keepReceipts: true);
    private readonly List<PendingRequest> _requests = [];
    private int _first;

    public int Count => _requests.Count - _first;

    public bool IsFull => Count >= Capacity;

    /// <summary>The next in order, done or not.</summary>
    public PendingRequest? First => Count > 0 ? _requests[_first] : null;

    private TimeProvider Time => session.Settings.Time;

    public OutboundMessage Add(PendingRequest request, string topic, ReadOnlyMemory<byte> payload, int qos, bool alone)
    {
        if (_first > Capacity)
        {
            _requests.RemoveRange(0, _first);
            _first = 0;
        }

        session.Inbox.Replies.Expect(request);
        _requests.Add(request);
        return new OutboundMessage(_batch, topic, payload, qos, request, request.StartedAt) { Alone = alone };
    }

    /// <summary>The next in order if it is done.</summary>
    public PendingRequest? TakeDone()
    {
        Settle();
        if (First is not { IsDone: true } done)
            return null;
        _first++;
        return done;
    }

    /// <summary>Waits for the one in the middle, or for the first where that is done, or for the patience to end.</summary>
    public void Wait(bool soon, TimeSpan patience, CancellationToken cancellation)
    {
        var replies = session.Inbox.Replies;
        long seen = replies.Progress.Changes;
        long reported = _batch.Progress.Changes;
        var awaited = _requests[_first + (Count / 2)];
        if (awaited.IsDone)
            awaited = First!;
        if (replies.Await(awaited))
            return;
        if (awaited.ReplyTopic is null)
            _batch.Progress.Wait(reported, patience, cancellation, soon);
        else if (!replies.Progress.Wait(seen, patience, cancellation, soon))
            LookAfter();
        Settle();
    }

    /// <summary>Ends what has waited too long, and all where the connection has ended.</summary>
    public void LookAfter()
    {
        session.Outbox.Expire(_batch, limit, session.Outage);
        Settle();
        var end = session.EndReason();
        for (int i = _first; i < _requests.Count; i++)
        {
            var request = _requests[i];
            if (end is not null)
                session.Inbox.Replies.Fail(request, end);
            else if (Time.GetElapsedTime(request.StartedAt) >= limit)
                session.Inbox.Replies.Fail(request, TimedOut(request));
        }
    }

    /// <summary>Expects nothing any more; what has been sent may still arrive.</summary>
    public void Forget(IotException reason)
    {
        for (int i = _first; i < _requests.Count; i++)
            session.Inbox.Replies.Fail(_requests[i], reason);
        session.Outbox.Forget(_batch);
    }

    // What became of the messages that carry the requests.
    private void Settle()
    {
        while (_batch.TryTakeFinished(out var message))
        {
            var request = (PendingRequest)message.Source!;
            if (message.Failure is null)
                session.Inbox.Replies.Delivered(request);
            else if (message.Failure.Id != IotErrorId.PublishTimeout)
                session.Inbox.Replies.Fail(request, message.Failure);
        }
    }

    private IotException TimedOut(PendingRequest request) => new(
        IotErrorId.RequestTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"No reply to {request.Method.Name} (id {request.Id}) came within {limit.TotalSeconds:0.###} s; "
            + $"the broker has {(request.IsDelivered ? string.Empty : "not ")}taken the request."),
        request.IsDelivered
            ? "Check that the device knows the method's topic, and its product key and device name; -TimeoutSeconds gives "
              + "it more time."
            : "Check the connection with Get-IotMqttConnection and the device's right to publish on the method's topic: the "
              + "platform drops a forbidden message without an answer.");
}
