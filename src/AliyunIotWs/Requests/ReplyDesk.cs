using System.Text.Json;
using AliyunIotWs.Errors;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Requests;

/// <summary>
/// The requests of a connection that wait for a reply, and the replies that find them: by topic and id, or, where the
/// platform repeats no id, in the order of both. A reply belongs to one request, and where that one was given up, to
/// nobody: without an id it would pass for the answer to the next.
/// </summary>
internal sealed class ReplyDesk(TimeProvider time)
{
    // How long a request that was given up keeps its place in the order.
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Dictionary<long, PendingRequest>> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedList<PendingRequest>> _inOrder = new(StringComparer.Ordinal);
    private long _lastTime;
    private uint _lastId;
    private int _waiting;

    /// <summary>Raised when a request that somebody waits for is done.</summary>
    public Pulse Progress { get; } = new();

    /// <summary>
    /// An id that no other request of this connection has: 1 to 4,294,967,295, as the Alink protocol has it.
    /// </summary>
    public long NextId(RequestForm form)
    {
        lock (_gate)
        {
            if (form == RequestForm.Time)
            {
                // The time stands for the id, so that no two may be alike.
                _lastTime = Math.Max(_lastTime + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
                return _lastTime;
            }

            _lastId = _lastId == uint.MaxValue ? 1 : _lastId + 1;
            return _lastId;
        }
    }

    /// <summary>Expects the reply from here on; to be called before the request goes out.</summary>
    public void Expect(PendingRequest request)
    {
        lock (_gate)
        {
            request.StartedAt = time.GetTimestamp();
            if (request.ReplyTopic is not { } topic)
                return;
            _waiting++;
            if (IsMatchedById(request))
            {
                if (!_byId.TryGetValue(topic, out var requests))
                    _byId.Add(topic, requests = []);
                requests.Add(request.Id, request);
                return;
            }

            if (!_inOrder.TryGetValue(topic, out var queue))
                _inOrder.Add(topic, queue = []);
            queue.AddLast(request);
        }
    }

    /// <summary>Looks whether a message is the reply to a request, and completes that.</summary>
    public bool Offer(in InboundPublish publish)
    {
        if (Volatile.Read(ref _waiting) == 0)
            return false;
        lock (_gate)
        {
            if (Find(publish.Topic, publish.Payload) is not { } request)
                return false;
            request.Reply = publish.Payload;
            Complete(request);
            return true;
        }
    }

    /// <summary>The broker has a request that gets no reply, and that is done with it.</summary>
    public void Delivered(PendingRequest request)
    {
        lock (_gate)
            Complete(request);
    }

    public void Fail(PendingRequest request, IotException failure)
    {
        lock (_gate)
        {
            if (request.IsDone)
                return;
            request.Failure = failure;
            Complete(request);
        }
    }

    /// <summary>What was asked over another link is answered no more: replies come with QoS 0.</summary>
    public void ForgetLate()
    {
        lock (_gate)
        {
            foreach (var queue in _inOrder.Values)
            {
                foreach (var late in queue.Where(r => r.IsDone).ToList())
                    Remove(queue, late);
            }
        }
    }

    /// <summary>Whether the request is done; where not, <see cref="Progress"/> is raised when it is.</summary>
    public bool Await(PendingRequest request)
    {
        lock (_gate)
        {
            request.IsAwaited = true;
            return request.IsDone;
        }
    }

    private PendingRequest? Find(string topic, byte[] payload)
    {
        if (_byId.TryGetValue(topic, out var requests))
        {
            return requests.Count > 0 ? FindById(requests, payload) : null;
        }

        return _inOrder.TryGetValue(topic, out var queue) ? FindInOrder(queue, payload) : null;
    }

    private PendingRequest? FindInOrder(LinkedList<PendingRequest> queue, byte[] payload)
    {
        while (queue.First?.Value is { IsDone: true } late && time.GetElapsedTime(late.CompletedAt) > s_late)
            Remove(queue, late);
        if (queue.First?.Value is not { } first
            || (first.Method.Form == RequestForm.Shadow && !ReplyText.IsShadowReply(payload)))
        {
            return null;
        }

        if (!first.IsDone)
            return first;
        Remove(queue, first);
        foreach (var behind in queue)
            behind.MayHaveLostReply = true;
        return null;
    }

    private static PendingRequest? FindById(Dictionary<long, PendingRequest> requests, byte[] payload)
    {
        try
        {
            var head = ReplyHead.Read(payload);
            if (head is not { IsReply: true, Key: { } key } || !requests.TryGetValue(key, out var request))
                return null;
            request.Head = head;
            return request;
        }
        catch (JsonException)
        {
            // What is no JSON is no reply.
            return null;
        }
    }

    private void Complete(PendingRequest request)
    {
        if (request.IsDone)
            return;
        request.IsDone = true;
        request.CompletedAt = time.GetTimestamp();
        if (request.ReplyTopic is { } topic)
        {
            if (!IsMatchedById(request))
            {
                if (!IsLate(request))
                    Remove(_inOrder[topic], request);
            }
            else if (_byId[topic].Remove(request.Id))
            {
                _waiting--;
            }
        }

        if (request.IsAwaited)
            Progress.Raise();
    }

    private void Remove(LinkedList<PendingRequest> queue, PendingRequest request)
    {
        if (queue.Remove(request))
            _waiting--;
    }

    // Its reply may still come, unless it has come and was taken for that of an earlier one.
    private static bool IsLate(PendingRequest request) =>
        request is { Failure.Id: IotErrorId.RequestTimeout, MayHaveLostReply: false };

    private static bool IsMatchedById(PendingRequest request) =>
        request.Method.Form is not (RequestForm.Shadow or RequestForm.Raw);
}
