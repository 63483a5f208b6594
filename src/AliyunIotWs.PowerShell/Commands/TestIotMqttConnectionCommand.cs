using System.Management.Automation;
using System.Text;
using System.Threading.Channels;
using AliyunIotWs.Diagnosis;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session;
using AliyunIotWs.Topics;
using AliyunIotWs.Transport.Diagnosis;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Tries a connection out and emits a row for each stage: name, TCP, proxy, TLS, WebSocket, CONNACK, a subscription,
/// and a message with its PUBACK. It tries once, ends with the first stage that fails, and leaves messages that the
/// broker has kept for the device with the broker. The platform closes a device's other connection when it connects
/// again: where this process holds one, it stops before CONNECT unless -Force is given. Of a device that runs elsewhere
/// it can not know.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "IotMqttConnection", DefaultParameterSetName = CredentialSet)]
[OutputType(typeof(IotConnectionTest))]
[OutputType(typeof(bool))]
public sealed class TestIotMqttConnectionCommand : ConnectingCmdlet
{
    private const string ConnectionSet = "Connection";

    /// <summary>
    /// A connection of this session, or its name, to try out the way and the credential that it has: why it does not come
    /// back, for instance. What else is given counts over what the connection has.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ConnectionSet)]
    [ValidateNotNullOrEmpty]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public IotMqttConnection[] Connection { get; set; } = [];

    /// <summary>
    /// The topic to subscribe to; {ProductKey} and {DeviceName} are filled in. By default that of the time service's
    /// answers.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string? SubscribeTopic { get; set; }

    /// <summary>
    /// The topic to publish on, likewise. By default the time service's, so that nothing is changed by it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string? PublishTopic { get; set; }

    /// <summary>What to publish on -PublishTopic: a string as UTF-8, byte[] as it is, anything else as JSON.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object Payload { get; set; } = "{}";

    /// <summary>The keep-alive to connect with, in seconds, also one that a broker would refuse; 0: none.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int KeepAliveSeconds { get; set; } = 300;

    /// <summary>From the name look-up to the CONNACK, in seconds; also for SUBACK and PUBACK each.</summary>
    [Parameter]
    [ValidateRange(0.001, 3600.0)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>
    /// Connects also where this process has a connection of the device, which the broker then closes.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits true where all stages pass, else false, in place of the rows.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName != ConnectionSet)
        {
            Test(Target(), CreateSettings);
            return;
        }

        foreach (var connection in Connection)
            Test(connection, () => CreateSettings(connection.Session.Settings));
    }

    private void Test(object target, Func<ConnectionSettings> create)
    {
        try
        {
            var settings = create();
            var plan = CreatePlan(settings);
            bool works = true;
            for (int i = 0; i < settings.Endpoints.Count; i++, settings = settings.Next())
                works &= Probe(settings, plan);
            if (Quiet)
                WriteObject(works);
        }
        catch (IotException e) when (MyInvocation.ExpectingInput)
        {
            WriteError(Errors.Record(e, target));
        }
        catch (IotException e)
        {
            ThrowTerminatingError(Errors.Record(e, target));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private bool Probe(ConnectionSettings settings, ProbePlan plan)
    {
        FollowPackets(settings);
        var rows = Channel.CreateUnbounded<IotConnectionTest>();
        var probe = new ConnectionProbe(settings, plan, row => rows.Writer.TryWrite(row));
        var running = Task.Run(
            async () =>
            {
                try
                {
                    await probe.RunAsync(StopToken).ConfigureAwait(false);
                }
                finally
                {
                    rows.Writer.Complete();
                }
            },
            CancellationToken.None);
        bool works = true;
        var progress = new LateProgress($"Trying out '{settings.Name}'");
        string stage = "Waiting";
        while (HasNext(rows.Reader, () => progress.Show(this, () => stage), StopToken))
        {
            while (rows.Reader.TryRead(out var row))
            {
                stage = $"After {row.Stage}";
                works &= row.Result is IotStageResult.Passed or IotStageResult.Skipped;
                if (Quiet)
                    Tell(row.ToString());
                else
                    WriteObject(row);
            }
        }

        progress.Complete(this);
        ShowPackets();
        running.GetAwaiter().GetResult();
        return works;
    }

    private ConnectionSettings CreateSettings()
    {
        (string clientId, string username, string password, var endpoints) = ConnectPacket();
        return new ConnectionSettings
        {
            Name = DefaultName(username, endpoints[0]),
            Endpoints = endpoints,
            MqttClientId = clientId,
            MqttUsername = username,
            MqttPassword = password,
            KeepAliveSeconds = KeepAliveSeconds,
            Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
            Reconnect = false,
            Tls = Tls,
            Proxy = ProxySettings,
            Headers = Headers,
        };
    }

    // A record of its own: what is tried out is no part of the connection's.
    private ConnectionSettings CreateSettings(ConnectionSettings settings) => new()
    {
        Name = settings.Name,
        Endpoints = settings.Endpoints,
        MqttClientId = settings.MqttClientId,
        MqttUsername = settings.MqttUsername,
        MqttPassword = settings.MqttPassword,
        KeepAliveSeconds = IsGiven(nameof(KeepAliveSeconds)) ? KeepAliveSeconds : settings.KeepAliveSeconds,
        Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
        Reconnect = false,
        Tls = IsGiven(nameof(TrustedCertificate), nameof(ClientCertificate), nameof(SkipCertificateCheck))
            ? Tls
            : settings.Tls,
        Proxy = IsGiven(nameof(Proxy), nameof(ProxyCredential), nameof(NoProxy)) ? ProxySettings : settings.Proxy,
        Headers = IsGiven(nameof(Header)) ? Headers : settings.Headers,
    };

    private bool IsGiven(params string[] names) => names.Any(MyInvocation.BoundParameters.ContainsKey);

    private ProbePlan CreatePlan(ConnectionSettings settings)
    {
        bool isDevice = settings.DeviceName is not null;
        string room = isDevice ? "/ext/ntp/{ProductKey}/{DeviceName}" : $"aliyuniotws/test/{Guid.NewGuid():N}";
        string subscribe = TopicTemplate.Expand(
            SubscribeTopic ?? (isDevice ? room + "/response" : room), settings.ProductKey, settings.DeviceName);
        string publish = TopicTemplate.Expand(
            PublishTopic ?? (isDevice ? room + "/request" : room), settings.ProductKey, settings.DeviceName);
        TopicText.ValidateFilter(subscribe);
        TopicText.ValidateName(publish);
        var payload = PublishTopic is null && isDevice
            ? Encoding.UTF8.GetBytes($"{{\"deviceSendTime\":\"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}\"}}")
            : PayloadBytes.From(Payload);
        return new ProbePlan(subscribe, publish, payload, Obstacle(settings));
    }

    private (string Finding, string Remedy)? Obstacle(ConnectionSettings settings)
    {
        if (Force || ModuleState.FindOpen(settings) is not { } running)
            return null;
        return (
            $"the connection '{running.Name}' of this process is connected as this device, and CONNECT would throw it "
            + "off",
            "Close it with Disconnect-IotMqtt, or give -Force.");
    }
}
