using System.Security.Cryptography.X509Certificates;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Certificates;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Cloud.ThingModel;
using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Faults;
using AliyunIotWs.Emulator.Listening;
using AliyunIotWs.Emulator.Messages;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace AliyunIotWs.Emulator.Hosting;

/// <summary>
/// The Alibaba Cloud IoT Platform in a box, as far as a device sees it over MQTT on WebSocket: it listens on the
/// loopback addresses of this machine only, knows the devices it was given, checks their signatures, takes what they
/// publish and sends them what the cloud would send.
/// </summary>
internal sealed class EmulatorServer : IAsyncDisposable
{
    private const string CloudSender = "cloud";

    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(5);

    private readonly DeviceRegistry _registry;
    private readonly DeviceDelivery _delivery;
    private readonly MqttServer _server;
    private readonly WebSocketServerAdapter _adapter;
    private readonly EmulatorRestart _restart;

    // Whose entrance the message that is being queued holds.
    private readonly AsyncLocal<List<DeviceEntry>?> _receivers = new();
    private readonly Lazy<Task> _stop;
    private Exception? _error;
    private volatile bool _stopped;

    private EmulatorServer(EmulatorOptions options, DeviceRegistry registry, LoopbackPort plain, LoopbackPort secure)
    {
        _registry = registry;
        _stop = new Lazy<Task>(StopCoreAsync);
        Events = new EmulatorEventLog(options.TimeProvider);
        Certificates = EmulatorCertificates.Create();
        Endpoint = new Uri($"ws://127.0.0.1:{plain.Number}/");
        SecureEndpoint = new Uri($"wss://localhost:{secure.Number}/");

        _delivery = new DeviceDelivery(key => _server!.GetSessionAsync(key), Events);
        var models = new ThingModelCatalog(options.Products);
        var files = new FileShelf(SecureEndpoint);
        Cloud = new CloudServices(new CloudContext(
            registry, _delivery, Events, models, files, options.Limits, options.TimeProvider));
        Links = new LinkFactory(
            new ConnectVerifier(registry, new RegistrationVerifier(Cloud.Registration), options),
            Cloud,
            new PublishIntake(Inbox, Cloud, Events, options.TimeProvider),
            Faults,
            Events,
            options);
        var site = new HttpSite(files, new RegistrationForm(Cloud.Registration, Events), options.Lenient);
        var handshake = new Handshake(Certificates, options, Events, new OriginRule(options.AllowedOrigins), site);
        _adapter = new WebSocketServerAdapter(plain, secure, handshake, Links, Fail);
        var settings = new MqttServerOptions
        {
            EnablePersistentSessions = true,
            DefaultCommunicationTimeout = options.HandshakeTimeout,
            // The outbox of each device is the bound; this one must never be the first to be reached.
            MaxPendingMessagesPerClient = int.MaxValue,
        };
        _server = new MqttServer(settings, [_adapter], new ErrorCollector(Events));
        _restart = new EmulatorRestart(_adapter, ForgetSessionsAsync, Report, options.TimeProvider);
        _server.ValidatingConnectionAsync += OnValidatingConnectionAsync;
        _server.InterceptingClientEnqueueAsync += OnEnqueueAsync;
        _server.ApplicationMessageNotConsumedAsync += OnNotConsumedAsync;
    }

    /// <summary>For <c>securemode=3</c>: <c>ws://127.0.0.1:{port}/</c>; any path will do.</summary>
    public Uri Endpoint { get; }

    /// <summary>For <c>securemode=2</c>: <c>wss://localhost:{port}/</c>; any path will do.</summary>
    public Uri SecureEndpoint { get; }

    /// <summary>What a client has to trust for <see cref="SecureEndpoint"/>; without its private key.</summary>
    public X509Certificate2 Authority => Certificates.Authority;

    /// <summary>What it shows under TLS.</summary>
    public EmulatorCertificates Certificates { get; }

    /// <summary>The devices as they are now, in the order in which they were added.</summary>
    public IReadOnlyList<EmulatorDeviceState> Devices => _registry.Snapshot();

    public EmulatorState State =>
        _stopped ? EmulatorState.Stopped
        : _error is not null ? EmulatorState.Faulted
        : _restart.IsDown ? EmulatorState.Restarting
        : EmulatorState.Running;

    /// <summary>What has made it <see cref="EmulatorState.Faulted"/>.</summary>
    public Exception? Error => _error;

    /// <summary>What devices have published.</summary>
    public EmulatorInbox Inbox { get; } = new();

    /// <summary>What answers the devices.</summary>
    public CloudServices Cloud { get; }

    /// <summary>What all connections share.</summary>
    public LinkFactory Links { get; }

    /// <summary>What goes wrong on command.</summary>
    public FaultBoard Faults { get; } = new();

    /// <summary>What happened, and why.</summary>
    public EmulatorEventLog Events { get; }

    /// <summary>Starts an emulator; it accepts connections when the task ends.</summary>
    /// <exception cref="ArgumentException">A port or a device is not valid.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        var registry = new DeviceRegistry(
            options.TimeProvider,
            new ProductCatalog(options.Products, options.Lenient),
            options.Limits.SubscriptionDelay);
        registry.Add(options.Devices);

        LoopbackPort? plain = null;
        LoopbackPort? secure = null;
        try
        {
            plain = LoopbackPort.Open(options.Port);
            secure = LoopbackPort.Open(options.SecurePort);
            var emulator = new EmulatorServer(options, registry, plain, secure);
            await emulator._server.StartAsync().ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            plain?.Dispose();
            secure?.Dispose();
            throw;
        }
    }

    /// <summary>A device with all that is known of it; null where there is none.</summary>
    public DeviceEntry? FindDevice(string productKey, string deviceName) => _registry.Find(productKey, deviceName);

    /// <summary>Makes more devices known.</summary>
    /// <exception cref="ArgumentException">One of them is not valid, or is known with another secret.</exception>
    public void AddDevices(IEnumerable<EmulatorDevice> devices) => _registry.Add(devices);

    /// <summary>Forgets a device, its session and what waits for it. Ends when it is offline, within 5 s.</summary>
    /// <returns>False where it is not known any more.</returns>
    public async Task<bool> RemoveAsync(DeviceEntry device)
    {
        if (!Cloud.Desk.Remove(device))
            return false;
        await device.KickAsync().ConfigureAwait(false);
        foreach (var session in await _server.GetSessionsAsync().ConfigureAwait(false))
        {
            if (session.Id == device.Key)
                await session.DeleteAsync().ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>
    /// The cloud sends a message to the device that the topic names, or to whichever have subscribed to one that names
    /// none, with this QoS whatever they subscribed with. Ends when it is queued. A device that is 1,000 messages
    /// behind is waited for, 10 s at most.
    /// </summary>
    /// <param name="topic">Without wildcards, at most 128 bytes of UTF-8.</param>
    /// <param name="payload">At most 262,144 bytes; copied.</param>
    /// <param name="qos">0 or 1.</param>
    /// <param name="cancellationToken">Ends the wait; the message may still be queued after that.</param>
    /// <exception cref="ArgumentException">Topic, payload or QoS is not valid.</exception>
    /// <exception cref="InvalidOperationException">The emulator has stopped.</exception>
    /// <returns>Null, or why the device that the topic names does not get it.</returns>
    public async Task<string?> SendAsync(
        string topic, ReadOnlyMemory<byte> payload, int qos, CancellationToken cancellationToken)
    {
        if (TopicSyntax.FaultOfName(topic) is { } fault)
            throw new ArgumentException($"'{topic}' is no topic to send to: {fault}.", nameof(topic));
        if (payload.Length > PlatformLimits.PayloadBytes)
        {
            string message = $"The payload has {payload.Length} bytes, the platform allows {PlatformLimits.PayloadBytes}.";
            throw new ArgumentException(message, nameof(payload));
        }

        if (qos is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(qos), qos, "The QoS is 0 or 1.");
        if (_stopped)
            throw new InvalidOperationException("The emulator has stopped.");
        cancellationToken.ThrowIfCancellationRequested();

        var sent = new MqttApplicationMessage
        {
            Topic = topic,
            PayloadSegment = payload.ToArray(),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
        };
        if (_registry.OwnerOf(topic) is { } owner)
        {
            return await _delivery.SendAsync(owner, sent, cancellationToken)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var injected = new InjectedMqttApplicationMessage(sent) { SenderClientId = CloudSender };
        await QueueAsync(injected, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>
    /// Throws a device off as a second login would: its connection closes with no packet. Ends when it is offline,
    /// within 5 s.
    /// </summary>
    /// <returns>False when the device is unknown or not connected.</returns>
    public async Task<bool> KickAsync(string productKey, string deviceName, CancellationToken cancellationToken)
    {
        var device = _registry.Find(productKey, deviceName);
        if (device is not null && Cloud.Sessions.Disconnect(device))
            return true;
        var kicking = device?.KickAsync() ?? Task.FromResult<DeviceLink?>(null);
        if (await kicking.WaitAsync(cancellationToken).ConfigureAwait(false) is not { } link)
            return false;
        link.LogKick($"kicked on command, the connection from {link.RemoteEndPoint} was closed");
        return true;
    }

    /// <summary>
    /// Cuts all connections, frees the ports and opens the same ones again after a while. What the cloud sends in
    /// between waits as it does for devices that are offline. The faults stay.
    /// </summary>
    /// <param name="downFor">How long the ports stay free; 0 or more.</param>
    /// <param name="keepSessions">False forgets subscriptions and waiting messages.</param>
    /// <param name="cancellationToken">Ends the time early: the emulator comes back at once.</param>
    /// <returns>Ends when it is down; the task in it ends when it is back.</returns>
    /// <exception cref="InvalidOperationException">The emulator has stopped.</exception>
    /// <exception cref="IOException">In the inner task: a port was taken meanwhile; it is faulted.</exception>
    public Task<Task> RestartAsync(TimeSpan downFor, bool keepSessions, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(downFor, TimeSpan.Zero);
        return _restart.RunAsync(downFor, keepSessions, cancellationToken);
    }

    /// <summary>
    /// Closes all connections and frees the ports; inbox and events stay readable. Ends within 5 s, or earlier with
    /// the token, while the rest goes on by itself.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken) => _stop.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _stop.Value.ConfigureAwait(false);

    private async Task StopCoreAsync()
    {
        _stopped = true;
        _restart.Abandon();
        var stopping = Task.Run(() => _server.StopAsync(new MqttServerStopOptions()));
        await Task.WhenAny(stopping, Task.Delay(s_stopLimit)).ConfigureAwait(false);
        Inbox.Close();
        Certificates.Dispose();
    }

    private async Task ForgetSessionsAsync()
    {
        foreach (var session in await _server.GetSessionsAsync().ConfigureAwait(false))
            await session.DeleteAsync().ConfigureAwait(false);
        _registry.ForgetSessions();
    }

    // What a restart has come to: null heals what was broken before.
    private void Report(Exception? exception)
    {
        if (exception is null)
            _error = null;
        else
            Fail(exception);
    }

    private void Fail(Exception exception)
    {
        Interlocked.CompareExchange(ref _error, exception, null);
        Events.Add(EmulatorEventCode.InternalError, $"no more connections are accepted: {exception.Message}");
    }

    private async Task QueueAsync(InjectedMqttApplicationMessage message, CancellationToken cancellationToken)
    {
        var receivers = new List<DeviceEntry>();
        _receivers.Value = receivers;
        try
        {
            await _server.InjectApplicationMessage(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            receivers.ForEach(device => device.LeaveEntrance());
        }
    }

    private static Task OnValidatingConnectionAsync(ValidatingConnectionEventArgs args)
    {
        args.ReasonCode = ((DeviceLink)args.ChannelAdapter).Answer;
        return Task.CompletedTask;
    }

    private async Task OnEnqueueAsync(InterceptingClientApplicationMessageEnqueueEventArgs args)
    {
        if (_registry.Find(args.ReceiverClientId) is not { } device)
            return;
        if (!device.Takes(args.ApplicationMessage.Topic))
        {
            args.AcceptEnqueue = false;
            return;
        }

        bool acknowledged = args.ApplicationMessage.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
        string? refusal = await device.Outbox.EnterAsync(
            acknowledged, args.ApplicationMessage.Payload.Length, CancellationToken.None).ConfigureAwait(false);
        if (refusal is null)
        {
            // The server queues it after this, so that the entrance is left at the end of the whole.
            if (_receivers.Value is { } receivers)
            {
                await device.HoldEntranceAsync(CancellationToken.None).ConfigureAwait(false);
                receivers.Add(device);
            }

            return;
        }

        args.AcceptEnqueue = false;
        Events.Add(EmulatorEventCode.Undelivered, $"{args.ApplicationMessage.Topic}: {refusal}", device.Identity);
    }

    private Task OnNotConsumedAsync(ApplicationMessageNotConsumedEventArgs args)
    {
        Events.Add(EmulatorEventCode.Undelivered, $"{args.ApplicationMessage.Topic}: no device has taken it");
        return Task.CompletedTask;
    }
}
