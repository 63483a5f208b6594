using System.Globalization;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Limits;
using MQTTnet;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>
/// One device with what outlives a connection: who holds its identity now, its subscriptions and its outbox.
/// One connection per product key and device name: a new one ends the old one.
/// </summary>
// A semaphore whose wait handle is never asked for holds nothing that has to be given back.
#pragma warning disable CA1001
internal sealed class DeviceEntry(
    EmulatorDevice device,
    EmulatorProduct product,
    TopicRights rights,
    string key,
    TimeSpan subscriptionDelay,
    TimeProvider time)
#pragma warning restore CA1001
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _entrance = new(1, 1);
    private readonly object _gate = new();
    private readonly SubscriptionSet _subscriptions = new(subscriptionDelay, time);
    private readonly AutomaticSubscription _automatic = new(device);
    private DeviceLink? _current;
    private string? _lastPermitted;
    private DateTimeOffset? _connectedAt;
    private DateTimeOffset _missedUntil;
    private readonly Queue<MqttApplicationMessage> _kept = new();
    private SubDeviceSession? _session;
    private bool _keeps;
    private SubDeviceList? _subDevices;
    private DeviceEntry? _gateway;
    private DeviceTwin? _twin;

    /// <summary>Who it is; its secret is with its <see cref="Account"/>.</summary>
    public EmulatorDevice Identity { get; } = device with { DeviceSecret = null };

    /// <summary>By what the platform knows it.</summary>
    public DeviceAccount Account { get; } = new(device.DeviceSecret, time);

    /// <summary>Product key and device name as one string: the name of the session in the MQTT server.</summary>
    public string Key { get; } = key;

    public EmulatorProduct Product { get; } = product;

    /// <summary>What it does how often.</summary>
    public DeviceRates Rates { get; } = new(time);

    public DeviceOutbox Outbox { get; } = new(time);

    /// <summary>What the cloud knows of the device; made when it is first asked for.</summary>
    public DeviceTwin Twin
    {
        get => LazyInitializer.EnsureInitialized(ref _twin);
        set => Volatile.Write(ref _twin, value);
    }

    /// <summary>The topic of its own that the cloud last took a message on.</summary>
    public ServedTopic? LastServed { get; set; }

    public EmulatorDeviceState State
    {
        get
        {
            lock (_gate)
            {
                return new(
                    Identity.ProductKey,
                    Identity.DeviceName,
                    _current is not null || _session is not null,
                    _session?.Since ?? _connectedAt,
                    _session is null ? _current?.Announced?.ClientId : _session.ClientId);
            }
        }
    }

    /// <summary>The devices behind it; made when it is first asked for.</summary>
    public SubDeviceList SubDevices => LazyInitializer.EnsureInitialized(ref _subDevices);

    /// <summary>The gateway that it lives behind, online or not; null for most devices.</summary>
    public DeviceEntry? Gateway
    {
        get => Volatile.Read(ref _gateway);
        set => Volatile.Write(ref _gateway, value);
    }

    /// <summary>Its session over the connection of a gateway; null where it has none.</summary>
    public SubDeviceSession? Session => Volatile.Read(ref _session);

    /// <summary>Whose connection carries it: that of its gateway, or its own.</summary>
    public DeviceEntry Carrier => Session?.Gateway ?? this;

    /// <summary>The topic filters of its session, in the order in which they came.</summary>
    public IReadOnlyList<string> Subscriptions => _subscriptions.All;

    /// <summary>
    /// Waits until this connection may become the device's only one, which ends the present one. Every successful call
    /// is followed by <see cref="Attach"/> or by <see cref="LeaveEntrance"/>.
    /// </summary>
    /// <returns>The connection that was ended, or null.</returns>
    /// <remarks>
    /// The MQTT server could take the session over by itself, but while the old connection's sender still runs it may
    /// take a queued message that is meant for the new one. So the old one has to be gone first.
    /// </remarks>
    public async Task<DeviceLink?> EnterAsync(CancellationToken cancellationToken)
    {
        await _entrance.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await KickAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the present connection and waits until nothing of it is left, 5 s at most.</summary>
    /// <returns>The connection that was ended, or null.</returns>
    public async Task<DeviceLink?> KickAsync()
    {
        DeviceLink? link;
        lock (_gate)
            link = _current;
        if (link is null)
            return null;
        link.Kick();
        await link.Ended.WaitAsync(s_farewell).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return link;
    }

    /// <summary>Forgets what belongs to a session that is no more.</summary>
    public void ForgetSession()
    {
        _subscriptions.Clear();
        _automatic.Forget();
        Outbox.Forget();
    }

    /// <summary>Ends the present connection without a packet, for a reason that the log is to show.</summary>
    public void Drop(string reason) => Volatile.Read(ref _current)?.End(reason);

    /// <summary>Ends the present connection without waiting for it.</summary>
    /// <returns>The connection, or null.</returns>
    public DeviceLink? Kick()
    {
        var link = Volatile.Read(ref _current);
        link?.Kick();
        return link;
    }

    /// <summary>Puts it online over a gateway's connection.</summary>
    public void Begin(SubDeviceSession session)
    {
        _automatic.Begin(Volatile.Read(ref session.Gateway._current)?.Announced);
        Account.Activate();
        lock (_gate)
        {
            _session = session;
            _keeps = false;
            if (!session.Clean)
                return;
            _subscriptions.Clear();
            _kept.Clear();
            Outbox.Forget();
        }
    }

    /// <summary>
    /// Keeps a message for a sub-device that has logged out of a session that goes on; its outbox has counted it.
    /// </summary>
    /// <returns>False for any other device.</returns>
    public bool TryKeep(MqttApplicationMessage message)
    {
        lock (_gate)
        {
            if (_keeps)
                _kept.Enqueue(message);
            return _keeps;
        }
    }

    /// <summary>Takes out what was kept.</summary>
    public IReadOnlyList<MqttApplicationMessage> TakeKept()
    {
        lock (_gate)
        {
            MqttApplicationMessage[] kept = [.. _kept];
            _kept.Clear();
            Outbox.Forget();
            return kept;
        }
    }

    /// <summary>Ends its session over a gateway's connection.</summary>
    /// <returns>The session; null where it had none.</returns>
    public SubDeviceSession? EndSession()
    {
        lock (_gate)
        {
            var session = _session;
            _session = null;
            _keeps = session is { Clean: false };
            if (session is { Clean: true })
                _subscriptions.Clear();
            return session;
        }
    }

    /// <summary>The device behind this one that a topic or filter names, online or not; null where there is none.</summary>
    public DeviceEntry? SubDeviceOf(string? topic) =>
        Volatile.Read(ref _subDevices) is { Count: > 0 } list && topic is not null && TopicAddress.OwnerOf(topic) is { } key
            ? list.Find(key)
            : null;

    /// <summary>For whom a topic or filter speaks on this device's connection: a sub-device that is online, or itself.</summary>
    public DeviceEntry SpeakerOf(string? topic) =>
        SubDeviceOf(topic) is { } device && ReferenceEquals(device.Session?.Gateway, this) ? device : this;

    /// <summary>Makes the connection the device's own and opens the entrance again.</summary>
    public void Attach(DeviceLink link, bool sessionPresent)
    {
        _automatic.Begin(link.Announced);
        Account.Activate();
        lock (_gate)
        {
            _current = link;
            _connectedAt = time.GetUtcNow();
            if (!sessionPresent)
                _subscriptions.Clear();
        }

        Outbox.Open(sessionPresent);
        LeaveEntrance();
    }

    /// <summary>True when the device is online.</summary>
    public bool IsOnline => Volatile.Read(ref _current) is not null || Session is not null;

    /// <summary>True when the connection is the device's present one.</summary>
    public bool IsHeldBy(DeviceLink link) => ReferenceEquals(Volatile.Read(ref _current), link);

    /// <summary>True for one keep-alive from when the device's connection was lost, unless it is online again.</summary>
    public bool IsMissed
    {
        get
        {
            lock (_gate)
                return _current is null && time.GetUtcNow() < _missedUntil;
        }
    }

    /// <summary>
    /// True when the client announced that it takes RRPC on topics of any kind: the lowest bit of <c>ext</c> in the
    /// client id, documented for custom topics; that the same bit moves synchronous services there is likely, since the
    /// SDKs that set it know no other form.
    /// </summary>
    public bool TakesCustomRrpc =>
        int.TryParse(
            Volatile.Read(ref Carrier._current)?.Announced?["ext"], CultureInfo.InvariantCulture, out int ext)
        && (ext & 1) != 0;

    /// <summary>
    /// Waits until no connection is between its entrance and being attached, and keeps the next one from entering until
    /// <see cref="LeaveEntrance"/> is called.
    /// </summary>
    /// <remarks>
    /// The MQTT server takes a session up in several steps, with no lock around them: what is queued between two of them
    /// comes before older messages, or only after the next connect.
    /// </remarks>
    public Task HoldEntranceAsync(CancellationToken cancellationToken) => _entrance.WaitAsync(cancellationToken);

    public void LeaveEntrance() => _entrance.Release();

    /// <summary>Takes the device offline, unless another connection has taken its place.</summary>
    /// <param name="link">The connection that has ended.</param>
    /// <param name="clean">Its session ends with it [MQTT-3.1.2-6].</param>
    /// <param name="heartbeat">Its keep-alive where it was lost, none where it was ended.</param>
    /// <returns>False where another connection has taken its place, or it never had one.</returns>
    public bool Detach(DeviceLink link, bool clean, TimeSpan heartbeat)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_current, link))
                return false;
            _current = null;
            _connectedAt = null;
            _missedUntil = time.GetUtcNow() + heartbeat;
            if (clean && _session is null)
                _subscriptions.Clear();
        }

        Outbox.Close();
        return true;
    }

    /// <summary>Says why the device may not publish on the topic; null when it may.</summary>
    public string? FaultOfPublish(string? topic)
    {
        // Devices publish on the same topic again and again.
        if (topic is not null && topic == Volatile.Read(ref _lastPermitted))
            return null;
        string? fault = rights.FaultOfPublish(Identity, topic);
        if (fault is null)
            Volatile.Write(ref _lastPermitted, topic);
        return fault;
    }

    /// <summary>Says why the device may not subscribe to the filter; null when it may.</summary>
    public string? FaultOfSubscribe(string? filter) => rights.FaultOfSubscribe(Identity, filter);

    /// <summary>Counts a subscription; one that is there already is free.</summary>
    /// <returns>False when the device has reached the platform's limit.</returns>
    public bool TryAddSubscription(string filter) => _subscriptions.TryAdd(filter);

    /// <summary>
    /// True when the device is sent messages on the topic: one of its subscriptions fits, or it needs none.
    /// </summary>
    public bool Takes(string topic)
    {
        if (_subscriptions.Fits(topic))
            return true;
        string[] levels = topic.Split('/');
        return SystemTopics.DeliveryOf(Identity, levels) switch
        {
            TopicDelivery.Always => IsOnline,
            TopicDelivery.Automatic => _automatic.Fits(levels),
            _ => false,
        };
    }

    public void RemoveSubscription(string filter)
    {
        _subscriptions.Remove(filter);
        _automatic.End(filter);
    }

    /// <summary>True when one of the device's own subscriptions fits the topic.</summary>
    public bool HasSubscribedTo(string topic) => _subscriptions.Fits(topic);
}
