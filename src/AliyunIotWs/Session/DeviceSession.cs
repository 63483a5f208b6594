using AliyunIotWs.Errors;
using AliyunIotWs.Session.Incoming;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Session.Subscribing;
using AliyunIotWs.Session.Supervision;

namespace AliyunIotWs.Session;

/// <summary>
/// A device's session with the broker, over as many links as it takes. Its life is a sequence of events, handled one
/// after the other: the methods that begin with On are called by the <see cref="Mailbox"/> alone, and nothing else
/// changes the session's state. Messages do not pass it: they go from the link to <see cref="Inbox"/> and
/// <see cref="Outbox"/> at once.
/// </summary>
internal sealed class DeviceSession : ILinkObserver, ISubscriptionOwner, IAnswerReader, IAsyncDisposable
{
    private static readonly TimeSpan s_closePatience = TimeSpan.FromSeconds(2);

    private readonly Mailbox _mailbox;
    private readonly Reconnector _reconnector;
    private readonly TakeoverDetector _takeover = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SessionStatus _status;
    private volatile IMqttLink? _link;
    private long _openedAt;
    private long _progressMark;
    private string? _warning;

    private DeviceSession(ConnectionSettings settings, IMqttLinkFactory factory)
    {
        Settings = settings;
        _status = new SessionStatus(IotConnectionState.Connecting, settings.Endpoint);
        _mailbox = new Mailbox(OnUnexpected);
        _reconnector = new Reconnector(settings, factory);
        Outbox = new Outbox(settings.Time, settings.Pacer);
        Inbox = new Inbox(settings.Name, settings.Time);
        Subscriptions = new SubscriptionManager(settings, Inbox, _mailbox, this);
    }

    public ConnectionSettings Settings { get; }

    public Outbox Outbox { get; }

    public Inbox Inbox { get; }

    public SubscriptionManager Subscriptions { get; }

    public IotConnectionState State => _status.State;

    public Uri Endpoint => _status.Endpoint;

    public DateTimeOffset? ConnectedAt => _status.ConnectedAt;

    public int Reconnects => _status.Reconnects;

    public IotException? LastError => _status.LastError;

    /// <summary>Why there is no link at this moment, while another one is tried for.</summary>
    public IotException? Outage =>
        _status is { State: IotConnectionState.Reconnecting, LastError: { } error } ? error : null;

    /// <summary>Opens the first link. It is not tried again: the caller is there to be told.</summary>
    public static async Task<DeviceSession> ConnectAsync(
        ConnectionSettings settings,
        IMqttLinkFactory factory,
        IProgress<string>? stages,
        CancellationToken cancellation)
    {
        var session = new DeviceSession(settings, factory);
        var link = await session._reconnector.OpenFirstAsync(stages, cancellation).ConfigureAwait(false);
        await session._mailbox.HandledAsync(() => session.OnOpened(link)).ConfigureAwait(false);
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
        var status = _status;
        return status.State switch
        {
            IotConnectionState.Disconnected => SessionFailure.NotConnected(Settings),
            IotConnectionState.Faulted => status.LastError,
            _ => null,
        };
    }

    public bool TryReadHere() => _link?.TryReadHere() ?? false;

    /// <summary>What its user should be warned of, once.</summary>
    public string? TakeWarning() => Volatile.Read(ref _warning) is null ? null : Interlocked.Exchange(ref _warning, null);

    /// <summary>Says good-bye to the broker and ends everything that waits; safe to call more than once.</summary>
    public Task CloseAsync()
    {
        _mailbox.Post(OnClose);
        return _ended.Task;
    }

    public ValueTask DisposeAsync() => new(CloseAsync());

    ValueTask ILinkObserver.OnPublishesAsync(ReadOnlySpan<InboundPublish> publishes) => Inbox.Deliver(publishes);

    void ILinkObserver.OnPublishAcknowledged(ushort packetId) => Outbox.Acknowledge(packetId);

    Task ILinkObserver.OnAnswerAsync(ushort packetId, IReadOnlyList<byte> returnCodes) =>
        _mailbox.HandledAsync(() => Subscriptions.OnAnswer(packetId, returnCodes));

    void ILinkObserver.OnWritten(IReadOnlyList<OutboundMessage> messages) => Outbox.Written(messages);

    void ILinkObserver.OnUnwritten(IReadOnlyList<OutboundMessage> messages) => Outbox.Unwritten(messages);

    void ILinkObserver.OnDrained() => Outbox.Drained();

    void ISubscriptionOwner.OnSubscriptionLost(IotException rejection) => _status = _status with { LastError = rejection };

    private void OnOpened(IMqttLink link)
    {
        if (_closing.IsCancellationRequested)
        {
            _ = DiscardAsync(link);
            return;
        }

        _link = link;
        _openedAt = Settings.Time.GetTimestamp();
        _progressMark = Progress();
        link.Observe(this);
        var status = _status;
        bool first = status.State == IotConnectionState.Connecting;
        _status = status with
        {
            State = IotConnectionState.Connected,
            Endpoint = link.Endpoint,
            ConnectedAt = Settings.Time.GetLocalNow(),
            Reconnects = status.Reconnects + (first ? 0 : 1),
        };
        try
        {
            Inbox.Attach(link);
            Subscriptions.OnAttach(link);
            Outbox.Attach(link);
        }
        finally
        {
            _ = ServeAsync(link);
        }
    }

    private void OnLinkEnded(LinkEnd end)
    {
        _link = null;
        Outbox.Detach();
        bool underWay = Outbox.InFlight > 0;
        bool granted = Subscriptions.OnDetach();
        Inbox.Detach();
        if (_closing.IsCancellationRequested)
        {
            End(SessionFailure.NotConnected(Settings));
            return;
        }

        var lasted = Settings.Time.GetElapsedTime(_openedAt);
        bool carried = Progress() != _progressMark;
        if (!Settings.Reconnect)
        {
            Fault(SessionFailure.Lost(Settings, Endpoint, end));
            return;
        }

        if (carried || lasted >= TakeoverDetector.Short)
            _reconnector.Reset();
        OnLost(end, lasted, carried || underWay || granted);
        _ = ReopenAsync();
    }

    private void OnLost(LinkEnd end, TimeSpan lasted, bool wasAtWork)
    {
        bool before = _takeover.Suspects;
        _takeover.Observe(lasted, wasAtWork);
        var lost = _takeover.Suspects
            ? SessionFailure.TakenOver(Settings, end)
            : SessionFailure.Lost(Settings, Endpoint, end);
        _status = _status with { State = IotConnectionState.Reconnecting, LastError = lost };
        if (!_takeover.Suspects || before)
            return;
        _warning = $"{lost.Message} {lost.Remedy}";
        Inbox.Arrival.Raise();
        Outbox.Admission.Raise();
    }

    private void OnOpenFailed(Exception cause)
    {
        if (_closing.IsCancellationRequested)
            return;
        if (cause is not IotException failure)
        {
            OnUnexpected(cause);
            return;
        }

        if (ConnackRefusal.IsFinal(failure.Id))
        {
            Fault(failure);
            return;
        }

        // That another endpoint is away says nothing of a duel where the link was lost.
        if (LinkFailure.IsAbsence(failure) && _reconnector.Endpoint == Endpoint)
            _takeover.ObserveAbsence();
        // What is suspected stays to be read: that a connect was refused meanwhile says less.
        if (!_takeover.Suspects)
            _status = _status with { LastError = failure };
        _ = ReopenAsync();
    }

    private void OnClose()
    {
        if (_closing.IsCancellationRequested)
            return;
        _status = _status with { State = IotConnectionState.Disconnected };
        _closing.Cancel();
        // A connect that is under way finds the session closed and is thrown away.
        if (_link is { } link)
            _ = CloseAsync(link);
        else
            End(SessionFailure.NotConnected(Settings));
    }

    // A fault of this module: it is shown, and ends everything that waits. What it left half done is not relied on.
    private void OnUnexpected(Exception cause)
    {
        if (_ended.Task.IsCompleted)
            return;
        _link?.Abort(LinkEnd.Failed(cause));
        Fault(SessionFailure.Unexpected(Settings, cause));
    }

    // Apart: what an asynchronous method's handler captures is made when the method begins, and this one serves for long.
    private void PostUnexpected(Exception cause) => _mailbox.Post(() => OnUnexpected(cause));

    private async Task ServeAsync(IMqttLink link)
    {
        // What comes is read beside the loop.
        await Task.Yield();
        try
        {
            LinkEnd end;
            using (new KeepAliveMonitor(link, TimeSpan.FromSeconds(Settings.KeepAliveSeconds), Settings.Time))
                end = await link.RunAsync().ConfigureAwait(false);
            await link.DisposeAsync().ConfigureAwait(false);
            _mailbox.Post(() => OnLinkEnded(end));
        }
        catch (Exception e)
        {
            PostUnexpected(e);
        }
    }

    private async Task ReopenAsync()
    {
        try
        {
            var link = await _reconnector.OpenNextAsync(_takeover.Suspects, _closing.Token).ConfigureAwait(false);
            _mailbox.Post(() => OnOpened(link));
        }
        catch (Exception e)
        {
            _mailbox.Post(() => OnOpenFailed(e));
        }
    }

    private async Task CloseAsync(IMqttLink link)
    {
        try
        {
            await link.CloseAsync(s_closePatience).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            PostUnexpected(e);
        }
    }

    private async Task DiscardAsync(IMqttLink link)
    {
        try
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            PostUnexpected(e);
        }
    }

    private long Progress() => Outbox.Sent + Inbox.Received;

    private void Fault(IotException error)
    {
        // A closed session stays closed.
        bool closed = _closing.IsCancellationRequested;
        _status = _status with
        {
            State = closed ? IotConnectionState.Disconnected : IotConnectionState.Faulted,
            LastError = error,
        };
        _closing.Cancel();
        End(error);
    }

    private void End(IotException reason)
    {
        try
        {
            Outbox.End(reason);
            Subscriptions.OnEnd(reason);
            Settings.Pacer?.Dispose();
            Inbox.End();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }
}
