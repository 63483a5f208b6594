using AliyunIotWs.Errors;
using AliyunIotWs.Session.Incoming;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Session.Subscribing;
using AliyunIotWs.Session.Supervision;

namespace AliyunIotWs.Session;

/// <summary>
/// A device's session with the broker, over as many links as it takes: one supervising task serves a link until it
/// ends, then opens the next.
/// </summary>
internal sealed class DeviceSession : ILinkObserver, IAsyncDisposable
{
    private static readonly TimeSpan s_closePatience = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly IMqttLinkFactory _factory;
    private readonly Reconnector _reconnector;
    private readonly TakeoverDetector _takeover = new();
    private readonly CancellationTokenSource _closing = new();
    private IMqttLink? _link;
    private Task _supervisor = Task.CompletedTask;
    private long _progressMark;

    private DeviceSession(ConnectionSettings settings, IMqttLinkFactory factory)
    {
        Settings = settings;
        _factory = factory;
        _reconnector = new Reconnector(settings, factory);
        Outbox = new Outbox(settings.Time);
        Inbox = new Inbox(settings.Name, settings.Time);
        Subscriptions = new SubscriptionManager(settings, Inbox);
        Subscriptions.Lost += error => LastError = error;
    }

    public ConnectionSettings Settings { get; }

    public Outbox Outbox { get; }

    public Inbox Inbox { get; }

    public SubscriptionManager Subscriptions { get; }

    public IotConnectionState State { get; private set; } = IotConnectionState.Connecting;

    public DateTimeOffset? ConnectedAt { get; private set; }

    public int Reconnects { get; private set; }

    public IotException? LastError { get; private set; }

    /// <summary>Opens the first link. It is not tried again: the caller is there to be told.</summary>
    public static async Task<DeviceSession> ConnectAsync(
        ConnectionSettings settings,
        IMqttLinkFactory factory,
        IProgress<string>? stages,
        CancellationToken cancellation)
    {
        var session = new DeviceSession(settings, factory);
        IMqttLink link = await session._factory.OpenAsync(settings, stages, cancellation).ConfigureAwait(false);
        session._reconnector.Opened();
        session.Attach(link);
        session._supervisor = Task.Run(() => session.SuperviseAsync(link), CancellationToken.None);
        return session;
    }

    /// <summary>
    /// Throws the error to show where nothing can be sent or received any more; waits for nothing.
    /// </summary>
    public void ThrowIfEnded()
    {
        if (EndReason() is { } reason)
            throw reason;
    }

    public IotException? EndReason()
    {
        lock (_gate)
        {
            return State switch
            {
                IotConnectionState.Disconnected => NotConnected(),
                IotConnectionState.Faulted => LastError,
                _ => null,
            };
        }
    }

    /// <summary>Says good-bye to the broker and ends everything that waits; safe to call more than once.</summary>
    public async Task CloseAsync()
    {
        IMqttLink? link;
        lock (_gate)
        {
            if (State != IotConnectionState.Faulted)
                State = IotConnectionState.Disconnected;
            link = _link;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (link is not null)
            await link.CloseAsync(s_closePatience).ConfigureAwait(false);
        await _supervisor.ConfigureAwait(false);
        EndAll(NotConnected());
    }

    public ValueTask DisposeAsync() => new(CloseAsync());

    ValueTask ILinkObserver.OnPublishAsync(InboundPublish publish) => Inbox.Deliver(publish);

    void ILinkObserver.OnPublishAcknowledged(ushort packetId) => Outbox.Acknowledge(packetId);

    void ILinkObserver.OnSubscribeAcknowledged(ushort packetId, IReadOnlyList<byte> returnCodes) =>
        Subscriptions.Answer(packetId, returnCodes);

    void ILinkObserver.OnUnsubscribeAcknowledged(ushort packetId) => Subscriptions.Answer(packetId, []);

    void ILinkObserver.OnWritten(IReadOnlyList<OutboundMessage> messages) => Outbox.Written(messages);

    void ILinkObserver.OnUnwritten(IReadOnlyList<OutboundMessage> messages) => Outbox.Unwritten(messages);

    void ILinkObserver.OnDrained() => Outbox.Drained();

    private async Task SuperviseAsync(IMqttLink link)
    {
        while (true)
        {
            long since = Settings.Time.GetTimestamp();
            LinkEnd end = await ServeAsync(link).ConfigureAwait(false);
            if (_closing.IsCancellationRequested)
                return;
            TimeSpan lasted = Settings.Time.GetElapsedTime(since);
            bool carriedMessages = Progress() != _progressMark;
            bool duel = _takeover.Observe(lasted, carriedMessages);
            IotException lost = duel ? TakenOver(end) : Lost(end);
            if (duel || !Settings.Reconnect)
            {
                Fault(lost);
                return;
            }

            Become(IotConnectionState.Reconnecting, lost);
            (IMqttLink? next, IotException? final) = await _reconnector.ReopenAsync(
                carriedMessages || lasted >= TakeoverDetector.Short, error => LastError = error, _closing.Token).ConfigureAwait(false);
            if (final is not null)
                Fault(final);
            if (next is null)
                return;
            Reconnects++;
            link = next;
            Attach(link);
        }
    }

    private async Task<LinkEnd> ServeAsync(IMqttLink link)
    {
        using (new KeepAliveMonitor(link, TimeSpan.FromSeconds(Settings.KeepAliveSeconds), Settings.Time))
        {
            LinkEnd end = await link.RunAsync().ConfigureAwait(false);
            lock (_gate)
                _link = null;
            Outbox.Detach();
            Subscriptions.Detach();
            Inbox.Detach();
            await link.DisposeAsync().ConfigureAwait(false);
            return end;
        }
    }

    private void Attach(IMqttLink link)
    {
        link.Observe(this);
        lock (_gate)
        {
            if (_closing.IsCancellationRequested)
                link.Abort(LinkEnd.Closed);
            else
                State = IotConnectionState.Connected;
            _link = link;
            ConnectedAt = Settings.Time.GetLocalNow();
            _progressMark = Progress();
        }

        Inbox.Attach(link);
        Subscriptions.Attach(link);
        Outbox.Attach(link);
    }

    private long Progress() => Outbox.Sent + Inbox.Received;

    private void Become(IotConnectionState state, IotException error)
    {
        lock (_gate)
        {
            LastError = error;
            if (State != IotConnectionState.Disconnected)
                State = state;
        }
    }

    private void Fault(IotException error)
    {
        Become(IotConnectionState.Faulted, error);
        EndAll(error);
    }

    private void EndAll(IotException reason)
    {
        Outbox.End(reason);
        Settings.Pacer?.Dispose();
        Subscriptions.End(reason);
        Inbox.End();
    }

    private IotException NotConnected() => new(
        IotErrorId.NotConnected,
        $"The connection '{Settings.Name}' is closed.",
        "Connect again with Connect-IotMqtt.");

    private IotException Lost(LinkEnd end) => new(
        IotErrorId.ConnectionLost,
        $"The connection '{Settings.Name}' was lost: {end.Reason}.",
        Settings.Reconnect
            ? "It connects again by itself; Get-IotMqttConnection shows the state."
            : "Connect again, or leave -NoReconnect away so that the module does it.",
        end.Cause);

    private IotException TakenOver(LinkEnd end) => new(
        IotErrorId.ConnectionTakenOver,
        $"The connection '{Settings.Name}' was closed within seconds of each connect, again and again; "
        + $"the last time: {end.Reason}.",
        "Another program most likely uses the same product key and device name. Stop it, or give each its own device.",
        end.Cause);
}
