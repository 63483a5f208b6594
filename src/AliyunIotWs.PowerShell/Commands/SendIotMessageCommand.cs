using System.Collections;
using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Sends messages, each over every one of the connections. Returns when each is acknowledged (QoS 1), written (QoS 0) or
/// reported as a non-terminating error whose target is the message. Emits nothing without -PassThru.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "IotMessage", DefaultParameterSetName = TopicSet, SupportsShouldProcess = true)]
[OutputType(typeof(IotPublishReceipt))]
public sealed class SendIotMessageCommand : ConnectionCmdlet
{
    private const string TopicSet = "Topic";
    private const string RowSet = "Row";
    private const string FileSet = "File";

    // A look at the clock for each message would cost more than it shows.
    private const int ProgressStep = 1024;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    private readonly LateProgress _progress = new("Sending messages");
    private readonly Dictionary<object, SendTarget> _used = [];
    private readonly Dictionary<object, SendTarget> _named = [];
    private SendTarget[] _targets = [];
    private PublishBatch? _batch;
    private long _messages;
    private long _failed;
    private bool _topicGiven;

    /// <summary>The topic; {ProductKey} and {DeviceName} are filled in from the connection.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TopicSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FileSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string Topic { get; set; } = string.Empty;

    /// <summary>
    /// A string goes as UTF-8, byte[] as it is, anything else as JSON. A piped object, or hashtable, that has Topic and
    /// Payload is taken apart, where -Topic is not given; where it has Connection too, the name of one, it goes over that
    /// one.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = TopicSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Payload { get; set; }

    /// <summary>The path of a file, whose bytes are one message.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string InFile { get; set; } = string.Empty;

    /// <summary>0: at most once. 1: at least once.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    [ArgumentCompleter(typeof(QosCompleter))]
    public int Qos { get; set; } = 1;

    /// <summary>How long each message may take, in seconds; fractions are allowed.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400.0)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <summary>
    /// Waits for each message until it is acknowledged (QoS 1), written (QoS 0) or reported, before the next one is taken.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Emits a receipt for each message that was sent.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Terminating(null, () =>
    {
        // Only here are the bound parameters those of the command line alone.
        _topicGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Topic));
        _batch = new PublishBatch(PassThru);
        // Rows may name a connection each, and need no other.
        if (!_topicGiven && Connection is null && MyInvocation.ExpectingInput && ModuleState.Current.Default is null)
            return;
        _targets = [.. Alive(ResolveConnections()).Select(Use)];
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var (targets, payload) = (_targets, Payload);
        try
        {
            if (ParameterSetName == FileSet)
                payload = PayloadBytes.OfFile(GetUnresolvedProviderPathFromPSPath(InFile));
            else if (!_topicGiven)
                (targets, payload) = TakeApart(payload);
        }
        catch (IotException e)
        {
            Refuse(e);
            return;
        }

        foreach (var target in targets)
            Send(target, payload);
        if (Wait)
            Await();
        else
            Report();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Await();
        _progress.Complete(this);
        Tell(string.Create(
            CultureInfo.InvariantCulture, $"{_messages - _failed} messages were sent, {_failed} were not."));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_batch is { Outstanding: > 0 } batch)
        {
            foreach (var target in _used.Values)
                target.Session.Outbox.Forget(batch);
        }

        base.Dispose(disposing);
    }

    // Until nothing is under way any more.
    private void Await()
    {
        try
        {
            while (true)
            {
                long seen = _batch!.Progress.Changes;
                Report();
                if (_batch.Outstanding == 0)
                    break;
                var reader = Wait || _messages == 1 ? _used.Values.First().Session : null;
                if (!_batch.Progress.Wait(seen, s_look, StopToken, reader))
                    LookAfterBatch();
            }

            Report();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private SendTarget Use(IotMqttConnection connection)
    {
        if (_used.TryGetValue(connection, out var target))
            return target;
        WarnOfDuel(connection);
        FollowPackets(connection.Session.Settings);
        Tell(string.Create(
            CultureInfo.InvariantCulture,
            $"Sending over '{connection.Name}' with QoS {Qos}, each message within {TimeoutSeconds} s."));
        _used.Add(connection, target = new SendTarget(connection));
        return target;
    }

    // A fleet's rows name the same connections again and again.
    private SendTarget Find(object named)
    {
        object name = named is PSObject wrapped ? wrapped.BaseObject : named;
        if (!_named.TryGetValue(name, out var target))
            _named.Add(name, target = Use(Lookups.Connections.One(name)));
        return target;
    }

    private (SendTarget[] Targets, object? Payload) TakeApart(object? piped)
    {
        var row = new InputRow(piped);
        Topic = row.Text(nameof(Topic)) ?? throw new IotException(
            IotErrorId.InvalidTopic,
            "What was piped has no Topic.",
            "Give -Topic, or pipe objects or hashtables that have a Topic and a Payload each.");
        // What was received goes as it came.
        if ((piped is PSObject wrapped ? wrapped.BaseObject : piped) is not (PSCustomObject or IDictionary))
            return (Targets(), piped);
        if (!row.Has(nameof(Payload)))
        {
            throw new IotException(
                IotErrorId.InvalidPayload,
                "The piped object has a Topic and no Payload.",
                "Name the property with the content Payload, or give -Topic: then the whole object goes as JSON.");
        }

        var targets = Connection is null && row.Value(nameof(Connection)) is { } named ? [Find(named)] : Targets();
        return (targets, row.Value(nameof(Payload)));
    }

    private SendTarget[] Targets() => _targets.Length > 0 ? _targets : [.. ResolveConnections().Select(Use)];

    private void Send(SendTarget target, object? payload)
    {
        try
        {
            if (CreateMessage(target, payload) is { } message)
                Send(target, message);
        }
        catch (IotException e)
        {
            Refuse(e);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Refuse(IotException error)
    {
        _messages++;
        _failed++;
        WriteError(Errors.Record(error, ParameterSetName == FileSet ? InFile : Payload));
    }

    // Null where it is not to be sent.
    private OutboundMessage? CreateMessage(SendTarget target, object? payload)
    {
        var settings = target.Session.Settings;
        var bytes = PayloadBytes.From(payload);
        string topic = target.Expand(Topic);
        PlatformLimits.Check(settings.HasPlatformLimits, topic, bytes.Length);
        if (MayAsk && !ShouldProcess($"{IotText.Show(topic)} over '{settings.Name}'", $"Send {bytes.Length} bytes with QoS {Qos}"))
            return null;
        WaitForPace(settings, bytes.Length);
        return new OutboundMessage(_batch!, topic, bytes, Qos, payload, settings.Time.GetTimestamp())
        {
            Alone = (Wait || !MyInvocation.ExpectingInput) && _targets.Length == 1,
            ConnectionName = settings.Name,
        };
    }

    private void Send(SendTarget target, OutboundMessage message)
    {
        var outbox = target.Session.Outbox;
        var limit = TimeSpan.FromSeconds(TimeoutSeconds);
        var time = target.Session.Settings.Time;
        while (true)
        {
            long seen = outbox.Admission.Changes;
            if (outbox.TrySend(message))
            {
                if (++_messages % ProgressStep == 0)
                    _progress.Show(this, Status);
                return;
            }

            if (time.GetElapsedTime(message.StartedAt) >= limit)
                throw PublishTimeout.Of(message, limit, target.Session.Outage);
            if (!outbox.Admission.Wait(seen, s_look, StopToken))
                LookAfterBatch();
            Report();
        }
    }

    // The time of a message begins when it may go: a slow pace is no reason for a time-out.
    private void WaitForPace(ConnectionSettings settings, int bytes)
    {
        if (settings.Pacer is not { } pacer || pacer.TryPass(Qos, bytes))
            return;
        var turn = pacer.PassAsync(Qos, bytes, StopToken);
        while (!turn.Wait(s_look, StopToken))
        {
            LookAfterBatch();
            Report();
        }

        _progress.Show(this, Status);
    }

    private void LookAfterBatch()
    {
        foreach (var target in _used.Values)
        {
            WarnOfDuel(target.Connection);
            target.Session.Outbox.Expire(_batch!, TimeSpan.FromSeconds(TimeoutSeconds), target.Session.Outage);
        }

        _progress.Show(this, Status);
    }

    private string Status()
    {
        long done = _messages - _batch!.Outstanding;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{done} sent ({done / _progress.Elapsed.TotalSeconds:0.#}/s), {_batch.Outstanding} waiting");
    }

    private void Report()
    {
        ShowPackets();
        while (_batch!.TryTakeFinished(out var message))
        {
            if (message.Failure is { } failure)
            {
                _failed++;
                WriteError(Errors.Record(failure, message.Source));
            }
            else
            {
                WriteObject(Receipt(message));
            }
        }
    }

    private static IotPublishReceipt Receipt(OutboundMessage message) => new(
        message.ConnectionName,
        message.Topic,
        message.Qos,
        message.Payload.Length,
        TimeProvider.System.GetElapsedTime(message.StartedAt, message.CompletedAt),
        message.Attempts);
}
