using System.Globalization;
using AliyunIotWs.Errors;
using AliyunIotWs.Session.Incoming;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Topics;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>
/// Brings what the broker has granted to what is wanted, filter by filter, and again on every new link. Commands post
/// their wishes and wait; all else happens in the session's loop, in the methods that begin with On.
/// </summary>
internal sealed class SubscriptionManager(
    ConnectionSettings settings, Inbox inbox, Mailbox mailbox, ISubscriptionOwner owner)
{
    /// <summary>The platform's limit of topics in one SUBSCRIBE packet.</summary>
    public const int TopicsPerPacket = 8;

    // The others follow as the answers come, so that no broker gets more at once than it can answer.
    private const int RequestsUnderWay = 256;

    // Above every id of the QoS 1 window, so that the two never meet.
    private const ushort FirstPacketId = InflightWindow.LastPacketId + 1;

    private readonly Dictionary<string, SubscriptionEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<ushort, ControlRequest> _underWay = [];
    private readonly HashSet<SubscriptionCommand> _waiting = [];
    private volatile SubscriptionEntry[] _listed = [];
    private IMqttLink? _link;
    private IotException? _end;
    private ushort _packetId = FirstPacketId;
    private int _granted;

    /// <summary>What the broker has granted.</summary>
    public IReadOnlyList<SubscriptionEntry> Entries => _listed;

    public SubscriptionEntry? Find(string filter) => Array.Find(_listed, e => e.Filter == filter);

    /// <summary>Subscribes and waits for the broker's answer to each filter.</summary>
    /// <returns>For each request its entry, or the reason why there is none.</returns>
    public Task<IReadOnlyList<(SubscriptionEntry? Entry, IotException? Failure)>> SubscribeAsync(
        IReadOnlyList<TopicRequest> requests, int? capacity, CancellationToken cancellation)
    {
        var command = new SubscriptionCommand(requests.Count);
        mailbox.Post(() => OnRegister(command, requests, capacity));
        return WaitAsync(command, cancellation);
    }

    /// <summary>Unsubscribes and discards what was not read.</summary>
    public Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellation)
    {
        var command = new SubscriptionCommand(filters.Count);
        mailbox.Post(() => OnUnregister(command, filters));
        return WaitAsync(command, cancellation);
    }

    public void OnRegister(SubscriptionCommand command, IReadOnlyList<TopicRequest> requests, int? capacity)
    {
        if (!Admit(command))
            return;
        // The buffers come first: a message may overtake the SUBACK [MQTT-3.8.4-2].
        for (int i = 0; i < requests.Count; i++)
            Open(requests[i].Filter, capacity, mayBeHeld: false).Add(new Wish(command, i, requests[i].Qos));
        Reconcile();
    }

    public void OnUnregister(SubscriptionCommand command, IReadOnlyList<string> filters)
    {
        if (!Admit(command))
            return;
        // A broker that kept a session may hold a filter that nobody here has asked for.
        for (int i = 0; i < filters.Count; i++)
            Open(filters[i], null, mayBeHeld: true).Add(new Wish(command, i, null));
        Reconcile();
    }

    public void OnWithdrawn(SubscriptionCommand command, Exception reason)
    {
        if (!_waiting.Remove(command))
            return;
        command.Fail(reason);
        foreach (var entry in _entries.Values)
            entry.Withdraw(command);
        Reconcile();
    }

    public void OnAnswer(ushort packetId, IReadOnlyList<byte> returnCodes)
    {
        if (!_underWay.TryGetValue(packetId, out var request))
            return;
        if (request.FaultOf(returnCodes) is { } fault)
        {
            _link?.Abort(new LinkEnd($"the peer sent {fault}"));
            return;
        }

        _underWay.Remove(packetId);
        for (int i = 0; i < request.Entries.Length; i++)
        {
            if (!request.Subscribes)
                request.Entries[i].Left();
            else if (returnCodes[i] < ControlRequest.Refused)
                Grant(request.Entries[i], request.Qos[i], returnCodes[i]);
            else
                Refuse(request.Entries[i], request.Qos[i]);
        }

        Reconcile();
    }

    public void OnAttach(IMqttLink link)
    {
        _link = link;
        _granted = 0;
        foreach (var entry in _entries.Values)
            entry.Forget(link.SessionPresent);
        Reconcile();
    }

    /// <summary>Returns whether the link had granted something, and all that it was asked for.</summary>
    public bool OnDetach()
    {
        bool granted = _granted > 0 && _underWay.Count == 0;
        _link = null;
        _underWay.Clear();
        foreach (var entry in _entries.Values)
            entry.UnderWay = null;
        return granted;
    }

    public void OnEnd(IotException reason)
    {
        _end = reason;
        _link = null;
        foreach (var command in _waiting)
            command.Fail(reason);
        _waiting.Clear();
    }

    // Cancelled or out of time: an event like any other, so that a wish is either granted or taken back.
    private async Task<IReadOnlyList<(SubscriptionEntry? Entry, IotException? Failure)>> WaitAsync(
        SubscriptionCommand command, CancellationToken cancellation)
    {
        using var patience = settings.Time.CreateTimer(
            _ => mailbox.Post(() => OnWithdrawn(command, Unanswered())), null, settings.Timeout, Timeout.InfiniteTimeSpan);
        var stop = cancellation.UnsafeRegister(
            _ => mailbox.Post(() => OnWithdrawn(command, new OperationCanceledException(cancellation))), null);
        try
        {
            return await command.Done.ConfigureAwait(false);
        }
        finally
        {
            // Not disposed of, which would wait for a callback that runs.
            stop.Unregister();
        }
    }

    private IotException Unanswered()
    {
        string late = string.Create(
            CultureInfo.InvariantCulture,
            $"'{settings.Name}' got no answer to a subscription within {settings.Timeout.TotalSeconds:0.###} s");
        return owner.Outage is { } down
            ? new IotException(
                IotErrorId.SubscribeTimeout, $"{late}: the connection is down. {down.Message}", down.Remedy, down)
            : new IotException(
                IotErrorId.SubscribeTimeout,
                $"{late}.",
                "Check the connection's State; a longer -TimeoutSeconds on Connect-IotMqtt gives it more time.");
    }

    private bool Admit(SubscriptionCommand command)
    {
        if (_end is { } end)
        {
            command.Fail(end);
            return false;
        }

        _waiting.Add(command);
        return true;
    }

    private SubscriptionEntry Open(string filter, int? capacity, bool mayBeHeld)
    {
        if (!_entries.TryGetValue(filter, out var entry))
        {
            entry = new SubscriptionEntry(filter, inbox.Open(filter, capacity), mayBeHeld);
            _entries.Add(filter, entry);
        }
        else if (capacity is > 0 and var changed)
        {
            inbox.Resize(entry.Buffer, changed);
        }
        else if (capacity is null && entry.Buffer.Capacity == 0)
        {
            inbox.Resize(entry.Buffer, SubscriptionBuffer.DefaultCapacity);
        }

        // A broker that leaves one request without an answer is asked again by the next command.
        if (entry.UnderWay is { } old && settings.Time.GetElapsedTime(old.AskedAt) >= settings.Timeout)
            Abandon(old);
        return entry;
    }

    private void Abandon(ControlRequest request)
    {
        foreach (ushort id in _underWay.Where(u => ReferenceEquals(u.Value, request)).Select(u => u.Key).ToArray())
            _underWay.Remove(id);
        foreach (var entry in request.Entries)
            entry.UnderWay = null;
    }

    private void Grant(SubscriptionEntry entry, int askedQos, int grantedQos)
    {
        _granted++;
        entry.Grant(askedQos, grantedQos);
    }

    private void Refuse(SubscriptionEntry entry, int askedQos)
    {
        var rejection = new IotException(
            IotErrorId.SubscriptionRejected,
            $"{_link!.Endpoint.Authority} refused the subscription to '{entry.Filter}'.",
            TopicAdvice.Of(entry.Filter)
            ?? "Check in the console that the topic class exists and that the device may subscribe to it; an emulator has "
            + "its reason in Get-IotEmulatorEvent.");
        if (!entry.Refuse(askedQos, rejection) && entry.WantedQos is not null)
            owner.OnSubscriptionLost(rejection);
    }

    private void Reconcile()
    {
        var subscribe = new List<SubscriptionEntry>();
        var unsubscribe = new List<SubscriptionEntry>();
        foreach (var entry in _entries.Values)
        {
            if (entry.WantedQos is not null)
                entry.SettleLeaving();
            if (entry.UnderWay is not null)
                continue;
            if (entry.IsSubscribeDue)
                subscribe.Add(entry);
            else if (entry.WantedQos is null)
                unsubscribe.Add(entry);
        }

        foreach (var gone in unsubscribe.FindAll(e => !e.MayBeHeld))
            Remove(gone);
        Ask(subscribe, true);
        Ask(unsubscribe.FindAll(e => e.MayBeHeld), false);
        _listed = [.. _entries.Values.Where(e => e.IsListed)];
        foreach (var command in _waiting.Where(c => c.IsDone))
            command.Complete();
        _waiting.RemoveWhere(c => c.IsDone);
    }

    private void Ask(List<SubscriptionEntry> entries, bool subscribe)
    {
        if (_link is not { } link)
            return;
        foreach (var chunk in entries.Chunk(TopicsPerPacket).Take(RequestsUnderWay - _underWay.Count))
        {
            do
            {
                _packetId = _packetId == ushort.MaxValue ? FirstPacketId : (ushort)(_packetId + 1);
            }
            while (_underWay.ContainsKey(_packetId));
            var request = new ControlRequest(chunk, subscribe, settings.Time.GetTimestamp());
            _underWay.Add(_packetId, request);
            Array.ForEach(chunk, e => e.Ask(request));
            request.Send(link, _packetId);
        }
    }

    private void Remove(SubscriptionEntry entry)
    {
        entry.SettleLeaving();
        _entries.Remove(entry.Filter);
        inbox.Close(entry.Buffer, discard: entry.IsDismissed);
    }
}
