using System.Management.Automation;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Outgoing;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Sends messages. Returns when each is acknowledged (QoS 1), written (QoS 0) or reported as a non-terminating error
/// whose target is the message. Emits nothing without -PassThru.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "IotMessage")]
[OutputType(typeof(IotPublishReceipt))]
public sealed class SendIotMessageCommand : ConnectionCmdlet
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    private IotMqttConnection? _connection;
    private PublishBatch? _batch;
    private readonly SendProgress _progress = new();
    private long _messages;
    private bool _topicGiven;
    private string? _lastTopic;
    private string _expandedTopic = string.Empty;

    /// <summary>The topic; {ProductKey} and {DeviceName} are filled in from the connection.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string Topic { get; set; } = string.Empty;

    /// <summary>
    /// A string goes as UTF-8, byte[] as it is, anything else as JSON. A piped object that has Topic and Payload is
    /// taken apart, where -Topic is not given.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Payload { get; set; }

    /// <summary>0: at most once. 1: at least once.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    public int Qos { get; set; } = 1;

    /// <summary>How long each message may take, in seconds; fractions are allowed.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400.0)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <summary>Emits a receipt for each message that was sent.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Terminating(null, () =>
    {
        _connection = ResolveConnection();
        _connection.Session.ThrowIfEnded();
        WarnOfDuel(_connection);
        _batch = new PublishBatch(PassThru);
        // Only here are the bound parameters those of the command line alone.
        _topicGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Topic));
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Send(CreateMessage());
        }
        catch (IotException e)
        {
            WriteError(Errors.Record(e, Payload));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        Report();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            while (true)
            {
                long seen = _batch!.Progress.Changes;
                Report();
                if (_batch.Outstanding == 0)
                    break;
                if (!_batch.Progress.Wait(seen, s_look, StopToken, soon: _messages == 1))
                    LookAfterBatch();
            }

            Report();
            _progress.Complete(this);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_batch is { Outstanding: > 0 } batch)
            _connection!.Session.Outbox.Forget(batch);
        base.Dispose(disposing);
    }

    private OutboundMessage CreateMessage()
    {
        object? payload = Payload;
        if (!_topicGiven && payload is PSObject { BaseObject: PSCustomObject } row)
        {
            payload = row.Properties[nameof(Payload)] is { } inner ? inner.Value : throw new IotException(
                IotErrorId.InvalidPayload,
                "The piped object has a Topic and no Payload.",
                "Name the property with the content Payload, or give -Topic: then the whole object goes as JSON.");
        }

        var settings = _connection!.Session.Settings;
        var bytes = PayloadBytes.From(payload);
        string topic = Expand(settings);
        PlatformLimits.Check(settings.IsPlatform, topic, bytes.Length);
        WaitForPace(bytes.Length);
        return new OutboundMessage(_batch!, topic, bytes, Qos, payload, settings.Time.GetTimestamp())
        {
            Alone = !MyInvocation.ExpectingInput,
        };
    }

    // A pipeline most often has one topic for all of its messages.
    private string Expand(ConnectionSettings settings)
    {
        if (ReferenceEquals(Topic, _lastTopic))
            return _expandedTopic;
        string topic = TopicTemplate.Expand(Topic, settings.ProductKey, settings.DeviceName);
        TopicText.ValidateName(topic);
        (_lastTopic, _expandedTopic) = (Topic, topic);
        return topic;
    }

    private void Send(OutboundMessage message)
    {
        var outbox = _connection!.Session.Outbox;
        var limit = TimeSpan.FromSeconds(TimeoutSeconds);
        var time = _connection.Session.Settings.Time;
        _messages++;
        while (true)
        {
            long seen = outbox.Admission.Changes;
            if (outbox.TrySend(message))
                return;
            if (time.GetElapsedTime(message.StartedAt) >= limit)
                throw PublishTimeout.Of(message, limit, _connection.Session.Outage);
            if (!outbox.Admission.Wait(seen, s_look, StopToken))
                LookAfterBatch();
            Report();
        }
    }

    // The time of a message begins when it may go: a slow pace is no reason for a time-out.
    private void WaitForPace(int bytes)
    {
        if (_connection!.Session.Settings.Pacer is not { } pacer || pacer.TryPass(Qos, bytes))
            return;
        var turn = pacer.PassAsync(Qos, bytes, StopToken);
        while (!turn.Wait(s_look, StopToken))
        {
            LookAfterBatch();
            Report();
        }
    }

    private void LookAfterBatch()
    {
        WarnOfDuel(_connection!);
        _connection!.Session.Outbox.Expire(_batch!, TimeSpan.FromSeconds(TimeoutSeconds), _connection.Session.Outage);
        _progress.Show(this, _messages, _batch!.Outstanding);
    }

    private void Report()
    {
        while (_batch!.TryTakeFinished(out var message))
        {
            if (message.Failure is { } failure)
                WriteError(Errors.Record(failure, message.Source));
            else
                WriteObject(Receipt(message));
        }
    }

    private IotPublishReceipt Receipt(OutboundMessage message) => new(
        message.Topic,
        message.Qos,
        message.Payload.Length,
        _connection!.Session.Settings.Time.GetElapsedTime(message.StartedAt, message.CompletedAt),
        message.Attempts);
}
