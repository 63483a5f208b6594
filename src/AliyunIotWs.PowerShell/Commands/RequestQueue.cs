using System.Globalization;
using AliyunIotWs.Errors;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// The requests of one pipeline that are under way, in their order. It waits for its middle where it is full, so that
/// replies are taken and requests sent by the dozen.
/// </summary>
internal sealed class RequestQueue(TimeSpan limit)
{
    /// <summary>
    /// As many as are under way at once. Replies come with QoS 0, and brokers drop those that pile up: mosquitto, EMQX and
    /// the emulator above 1,000 of a connection, other messages counted.
    /// </summary>
    public const int Capacity = 750;

    private readonly PublishBatch _batch = new(keepReceipts: false);
    private readonly List<TargetedRequest> _requests = [];
    private int _first;

    public int Count => _requests.Count - _first;

    public bool IsFull => Count >= Capacity;

    public OutboundMessage Add(
        TargetedRequest request, string topic, ReadOnlyMemory<byte> payload, int qos, bool alone)
    {
        if (_first > Capacity)
        {
            _requests.RemoveRange(0, _first);
            _first = 0;
        }

        request.Target.Session.Inbox.Replies.Expect(request);
        _requests.Add(request);
        return request.Message = new OutboundMessage(_batch, topic, payload, qos, request, request.StartedAt)
        {
            Alone = alone,
            NeedsReceipt = request.ReplyTopic is null,
        };
    }

    /// <summary>The next in order if it is done.</summary>
    public TargetedRequest? TakeDone()
    {
        Settle();
        if (Count == 0 || !_requests[_first].IsDone)
            return null;
        return _requests[_first++];
    }

    /// <summary>
    /// Waits for the one in the middle, or for the first where that is done, or for the patience to end.
    /// </summary>
    public void Wait(bool soon, TimeSpan patience, CancellationToken cancellation)
    {
        long reported = _batch.Progress.Changes;
        var awaited = _requests[_first + (Count / 2)];
        if (awaited.IsDone)
            awaited = _requests[_first];
        var replies = awaited.Target.Session.Inbox.Replies;
        long seen = replies.Progress.Changes;
        if (replies.Await(awaited))
            return;
        var reader = soon ? awaited.Target.Session : null;
        bool moved = awaited.ReplyTopic is null
            ? _batch.Progress.Wait(reported, patience, cancellation, reader)
            : replies.Progress.Wait(seen, patience, cancellation, reader);
        if (!moved)
            LookAfter();
        Settle();
    }

    /// <summary>Ends what has waited too long, and all of a connection that has ended.</summary>
    public void LookAfter()
    {
        foreach (var target in Targets())
            target.Session.Outbox.Expire(_batch, limit, target.Session.Outage);
        Settle();
        for (int i = _first; i < _requests.Count; i++)
        {
            var request = _requests[i];
            var target = request.Target;
            if (target.Session.EndReason() is { } end)
                target.Session.Inbox.Replies.Fail(request, end);
            else if (target.Session.Settings.Time.GetElapsedTime(request.StartedAt) >= limit)
                target.Session.Inbox.Replies.Fail(request, TimedOut(request));
        }
    }

    /// <summary>Expects nothing any more; what has been sent may still arrive.</summary>
    public void Forget(IotException reason)
    {
        for (int i = _first; i < _requests.Count; i++)
            _requests[i].Target.Session.Inbox.Replies.Fail(_requests[i], reason);
        foreach (var target in Targets())
            target.Session.Outbox.Forget(_batch);
    }

    private RequestTarget[] Targets() => [.. _requests.Skip(_first).Select(r => r.Target).Distinct()];

    // What became of the messages that carry the requests; those that get a reply are done with that.
    private void Settle()
    {
        while (_batch.TryTakeFinished(out var message))
        {
            var request = (TargetedRequest)message.Source!;
            if (message.Failure is null)
                request.Target.Session.Inbox.Replies.Delivered(request);
            else if (message.Failure.Id != IotErrorId.PublishTimeout)
                request.Target.Session.Inbox.Replies.Fail(request, message.Failure);
        }
    }

    private IotException TimedOut(TargetedRequest request)
    {
        // On a topic of one's own there is no id, and who answers is no platform.
        string where = request.Method.IsOfPlatform ? $" (id {request.Id}) came" : $" came on {request.ReplyTopic}";
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"No reply to {request.Method.Name}{where} within {limit.TotalSeconds:0.###} s; "
            + $"the broker has {(request.IsDelivered ? string.Empty : "not ")}taken the request.");
        if (request.Target.Session.Outage is { } outage)
            return new IotException(IotErrorId.RequestTimeout, $"{message} {outage.Message}", outage.Remedy, outage);
        return new IotException(
            IotErrorId.RequestTimeout,
            message,
            !request.IsDelivered
                ? "Check the connection with Get-IotMqttConnection and the device's right to publish on the "
                  + "topic: the platform drops a forbidden message without an answer."
                : !request.Method.IsOfPlatform ? "Check what answers, and on which topic; -TimeoutSeconds gives it more time."
                : "Check that the device knows the method's topic, and its product key and device name; "
                  + "-TimeoutSeconds gives it more time.");
    }
}
