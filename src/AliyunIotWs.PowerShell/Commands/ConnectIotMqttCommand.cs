using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.Recording;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Pacing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Opens an MQTT connection over WebSocket. Emits an <see cref="IotMqttConnection"/> for each credential, in their order;
/// the connects of a pipeline overlap. A failed connect is a terminating error; where the pipeline brings several
/// credentials, it is a non-terminating one and the others go on.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "IotMqtt", DefaultParameterSetName = CredentialSet, SupportsShouldProcess = true)]
[OutputType(typeof(IotMqttConnection))]
public sealed class ConnectIotMqttCommand : ConnectingCmdlet
{
    private readonly List<ErrorRecord> _failures = [];
    private readonly ConnectQueue _queue = new();
    private int _attempts;

    /// <summary>
    /// The connection's name, which no other open one of the session has; by default <c>productKey.deviceName</c>, with
    /// <c>#2</c> and so on for another one of the same device.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>30 to 1200 seconds, as the platform takes it.</summary>
    [Parameter]
    [ValidateRange(30, 1200)]
    public int KeepAliveSeconds { get; set; } = 300;

    /// <summary>Starts without the messages and subscriptions that the broker kept for this client id.</summary>
    [Parameter]
    public SwitchParameter CleanSession { get; set; }

    /// <summary>
    /// From the name look-up to the CONNACK, in seconds; also for each answer to a subscription. Fractions are allowed.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 3600.0)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>Gives up when the link is lost, in place of connecting again.</summary>
    [Parameter]
    public SwitchParameter NoReconnect { get; set; }

    /// <summary>
    /// Messages per second at the most; 0: as fast as they go. By default the platform's published rates on its own
    /// hosts and on an emulator of this session that keeps them (10 a second at QoS 1, 30 at QoS 0), because what exceeds
    /// them is dropped without a word, and no limit on others.
    /// </summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000.0)]
    public double? MaxSendRate { get; set; }

    /// <summary>One MQTT packet in each WebSocket message, for a gateway that can not take several.</summary>
    [Parameter]
    public SwitchParameter SinglePacketFrames { get; set; }

    /// <summary>Keeps the packets from the CONNECT on, without payloads, as Start-IotMqttTrace does later.</summary>
    [Parameter]
    public SwitchParameter Trace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _attempts++;
        string target = Target();
        try
        {
            var settings = CreateSettings();
            if (IsTaken(settings.Name))
                throw NameTaken(settings.Name);
            if (!Allows(settings.Name, $"Connect to {string.Join(", ", settings.Endpoints)}"))
                return;
            if (Trace)
                settings.Tap.Trace = new PacketTrace(settings.Name, false, PacketTrace.DefaultCapacity, settings.Time);
            ConnectWarnings.WarnOfSecureMode(this, settings);
            if (_queue.IsFull)
                Take(_queue.Dequeue());
            FollowPackets(settings);
            _queue.Enqueue(settings, target, StopToken);
        }
        catch (IotException e)
        {
            Fail(e, target);
        }

        while (_queue.IsHeadDone || (!MyInvocation.ExpectingInput && _queue.Count > 0))
            Take(_queue.Dequeue());
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_queue.Count > 0)
            Take(_queue.Dequeue());
        _queue.CompleteProgress(this);
        // One credential that was piped in is a whole, just as one that was passed as an argument.
        if (_attempts == 1 && _failures.Count == 1)
            ThrowTerminatingError(_failures[0]);
        ReportFailures();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        while (_queue.Count > 0)
            _ = DiscardAsync(_queue.Dequeue().Task);
        base.Dispose(disposing);
    }

    private void Take(ConnectQueue.Entry entry)
    {
        try
        {
            _queue.ShowProgress(this, ModuleState.Current.ConnectionCount);
            var session = entry.Task.IsCompleted ? Completed(entry) : Await((stages, cancellation) =>
            {
                entry.Stages.Forward(stages);
                return entry.Task.WaitAsync(cancellation);
            });
            ConnectWarnings.WarnOfDuel(this, session.Settings);
            var connection = new IotMqttConnection(session);
            if (!ModuleState.Current.TryAdd(connection))
            {
                _ = session.CloseAsync();
                throw NameTaken(connection.Name);
            }

            WriteObject(connection);
        }
        catch (IotException e)
        {
            ShowPackets();
            Fail(e, entry.Target);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            _ = DiscardAsync(entry.Task);
            throw new PipelineStoppedException();
        }
    }

    // Most connects of a fleet are done when their turn comes, and there is nothing to wait for.
    private DeviceSession Completed(ConnectQueue.Entry entry)
    {
        StopToken.ThrowIfCancellationRequested();
        ShowPackets();
        foreach (string stage in entry.Stages.Take())
            Tell(stage);
        return entry.Task.GetAwaiter().GetResult();
    }

    private void Fail(IotException error, string target)
    {
        var record = Errors.Record(error, target);
        if (!MyInvocation.ExpectingInput)
            ThrowTerminatingError(record);
        _failures.Add(record);
        if (_attempts > 1)
            ReportFailures();
    }

    private void ReportFailures()
    {
        foreach (var record in _failures)
            WriteError(record);
        _failures.Clear();
    }

    private bool IsTaken(string name) =>
        _queue.Holds(name) || ModuleState.Current.FindOpenConnection(name) is not null;

    // A device that is connected already gets a number, so that the broker says what it has to say.
    private string FreeName(string name)
    {
        string free = name;
        for (int i = 2; IsTaken(free); i++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}#{i}");
        return free;
    }

    private static IotException NameTaken(string name) => new(
        IotErrorId.NameTaken,
        $"A connection of this session is named '{name}' already.",
        "Use that one, or close it with Disconnect-IotMqtt, or give -Name another name.");

    private ConnectionSettings CreateSettings()
    {
        (string clientId, string username, string password, var endpoints) = ConnectPacket();
        return new ConnectionSettings
        {
            Name = Name ?? FreeName(DefaultName(username, endpoints[0])),
            Endpoints = endpoints,
            MqttClientId = clientId,
            MqttUsername = username,
            MqttPassword = password,
            KeepAliveSeconds = KeepAliveSeconds,
            CleanSession = CleanSession,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            Reconnect = !NoReconnect,
            SinglePacketFrames = SinglePacketFrames,
            Pacer = SendPacer.Create(endpoints.Any(IsLimited), MaxSendRate),
            Tls = Tls,
            Proxy = ProxySettings,
            Headers = Headers,
            IsEmulated = endpoints.Any(at => ModuleState.Current.Emulators.Any(emulator => emulator.IsAt(at))),
        };
    }

    // An emulator of this session drops what is over the platform's rates, as the platform does.
    private static bool IsLimited(Uri endpoint) =>
        PlatformEndpoint.IsPlatform(endpoint) || ModuleState.Current.Emulators.Any(emulator => emulator.Limits(endpoint));
}
