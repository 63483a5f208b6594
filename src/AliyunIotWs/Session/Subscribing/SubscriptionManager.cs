using AliyunIotWs.Errors;
using AliyunIotWs.Session.Incoming;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>Subscribes, unsubscribes, and subscribes again on every new link.</summary>
internal sealed class SubscriptionManager(ConnectionSettings settings, Inbox inbox)
{
    /// <summary>The platform's limit of topics in one SUBSCRIBE packet.</summary>
    public const int TopicsPerPacket = 8;

    private const byte Refused = 0x80;

    // Above every id of the QoS 1 window, so that the two never meet.
    private const ushort FirstPacketId = InflightWindow.LastPacketId + 1;

    private readonly object _gate = new();
    private readonly Dictionary<string, SubscriptionEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<ushort, ControlRequest> _pending = [];
    private IMqttLink? _link;
    private IotException? _end;
    private ushort _packetId = FirstPacketId;

    /// <summary>A subscription that was granted before was refused after a reconnect.</summary>
    public event Action<IotException>? Lost;

    public IReadOnlyList<SubscriptionEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries.Values];
        }
    }

    public SubscriptionEntry? Find(string filter)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(filter);
    }

    /// <summary>Subscribes and waits for the broker's answer to each filter.</summary>
    /// <returns>For each request its entry, or the reason why there is none.</returns>
    public async Task<IReadOnlyList<(SubscriptionEntry? Entry, IotException? Failure)>> SubscribeAsync(
        IReadOnlyList<TopicRequest> requests, int? capacity, CancellationToken cancellation)
    {
        // The buffers come first: a message may overtake the SUBACK [MQTT-3.8.4-2].
        SubscriptionBuffer[] buffers = [.. requests.Select(r => inbox.Open(r.Filter, capacity))];
        var results = new List<(SubscriptionEntry?, IotException?)>(requests.Count);
        int start = 0;
        foreach (TopicRequest[] chunk in requests.Chunk(TopicsPerPacket))
        {
            IReadOnlyList<byte> codes;
            try
            {
                codes = await RequestAsync(new ControlRequest { Topics = chunk }, cancellation).ConfigureAwait(false);
            }
            catch
            {
                DiscardUnused(buffers[start..]);
                throw;
            }

            for (int i = 0; i < chunk.Length; i++)
                results.Add(Settle(chunk[i], buffers[start + i], i < codes.Count ? codes[i] : Refused));
            start += chunk.Length;
        }

        return results;
    }

    /// <summary>Unsubscribes and discards what was not read.</summary>
    public async Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellation)
    {
        foreach (string[] chunk in filters.Chunk(TopicsPerPacket))
        {
            await RequestAsync(new ControlRequest { Filters = chunk }, cancellation).ConfigureAwait(false);
            foreach (string filter in chunk)
            {
                SubscriptionEntry? entry;
                lock (_gate)
                    _entries.Remove(filter, out entry);
                if (entry is not null)
                    inbox.Close(entry.Buffer);
            }
        }
    }

    public void Attach(IMqttLink link)
    {
        lock (_gate)
        {
            ControlRequest[] open = [.. _pending.Values];
            _pending.Clear();
            _link = link;
            var asked = open.SelectMany(o => o.Topics ?? []).Select(t => t.Filter).ToHashSet(StringComparer.Ordinal);
            IEnumerable<TopicRequest> again = _entries.Values
                .Where(e => !asked.Contains(e.Filter))
                .Select(e => new TopicRequest(e.Filter, e.RequestedQos));
            foreach (TopicRequest[] chunk in again.Chunk(TopicsPerPacket))
            {
                var request = new ControlRequest { Topics = chunk };
                Issue(request);
                _ = WatchAsync(request, chunk);
            }

            foreach (ControlRequest request in open)
                Issue(request);
        }
    }

    public void Detach()
    {
        lock (_gate)
            _link = null;
    }

    public void Answer(ushort packetId, IReadOnlyList<byte> returnCodes)
    {
        ControlRequest? request;
        lock (_gate)
            _pending.Remove(packetId, out request);
        request?.Complete(returnCodes);
    }

    public void End(IotException reason)
    {
        ControlRequest[] open;
        lock (_gate)
        {
            _end = reason;
            _link = null;
            open = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (ControlRequest request in open)
            request.Fail(reason);
    }

    private async Task<IReadOnlyList<byte>> RequestAsync(ControlRequest request, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_end is { } end)
                throw end;
            Issue(request);
        }

        try
        {
            return await request.Answer.WaitAsync(settings.Timeout, settings.Time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new IotException(
                IotErrorId.SubscribeTimeout,
                $"'{settings.Name}' got no answer to a subscription within {settings.Timeout.TotalSeconds:0.#} s.",
                "Check the connection's State; a longer -TimeoutSeconds on Connect-IotMqtt gives it more time.");
        }
        finally
        {
            Withdraw(request);
        }
    }

    // Without a link the request waits in the table, and Attach sends it.
    private void Issue(ControlRequest request)
    {
        do
        {
            _packetId = _packetId == ushort.MaxValue ? FirstPacketId : (ushort)(_packetId + 1);
        }
        while (_pending.ContainsKey(_packetId));
        _pending.Add(_packetId, request);
        if (_link is { } link)
            request.Send(link, _packetId);
    }

    private void Withdraw(ControlRequest request)
    {
        lock (_gate)
        {
            foreach ((ushort id, ControlRequest open) in _pending)
            {
                if (!ReferenceEquals(open, request))
                    continue;
                _pending.Remove(id);
                return;
            }
        }
    }

    private (SubscriptionEntry? Entry, IotException? Failure) Settle(
        TopicRequest request, SubscriptionBuffer buffer, byte returnCode)
    {
        lock (_gate)
        {
            if (returnCode < Refused)
            {
                if (!_entries.TryGetValue(request.Filter, out SubscriptionEntry? entry))
                    _entries.Add(request.Filter, entry = new SubscriptionEntry(request.Filter, request.Qos, buffer));
                entry.RequestedQos = request.Qos;
                entry.GrantedQos = returnCode;
                return (entry, null);
            }

            _entries.Remove(request.Filter);
        }

        inbox.Close(buffer);
        return (null, Rejection(request.Filter));
    }

    private void DiscardUnused(IEnumerable<SubscriptionBuffer> buffers)
    {
        foreach (SubscriptionBuffer buffer in buffers)
        {
            if (Find(buffer.Filter!) is null)
                inbox.Close(buffer);
        }
    }

    // The entry stays after a refusal, so that messages which are already here can be read.
    private async Task WatchAsync(ControlRequest request, TopicRequest[] topics)
    {
        try
        {
            IReadOnlyList<byte> codes = await request.Answer.ConfigureAwait(false);
            for (int i = 0; i < topics.Length; i++)
            {
                if (i >= codes.Count || codes[i] >= Refused)
                    Lost?.Invoke(Rejection(topics[i].Filter));
            }
        }
        catch (IotException)
        {
            // The connection has ended, which its own state tells.
        }
    }

    private IotException Rejection(string filter) => new(
        IotErrorId.SubscriptionRejected,
        $"{settings.Endpoint.Authority} refused the subscription to '{filter}'.",
        "Check in the console that the topic class exists and that the device may subscribe to it; topics of one's own "
        + "begin with /{ProductKey}/{DeviceName}/user/.");
}
