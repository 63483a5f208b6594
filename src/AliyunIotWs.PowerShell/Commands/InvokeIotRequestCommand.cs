using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Requests;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Asks something of the platform, by the name of a method, and emits the replies in the order of the requests. Those
/// of a pipeline are under way together. A code other than success is the non-terminating error RequestRejected, whose
/// target is the reply.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IotRequest", DefaultParameterSetName = MethodSet, SupportsShouldProcess = true)]
[OutputType(typeof(IotReply))]
public sealed class InvokeIotRequestCommand : ConnectionCmdlet
{
    private const string MethodSet = "Method";
    private const string TopicSet = "Topic";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    private readonly LateProgress _progress = new("Asking the platform");
    private RequestTarget[] _targets = [];
    private long _done;
    private RequestQueue? _queue;
    private bool _methodGiven;

    /// <summary>
    /// The method, such as <c>thing.event.property.post</c>, <c>shadow.get</c>, <c>ntp.request</c>, <c>ota.inform</c>
    /// or <c>combine.login</c>. The topic follows from it.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = MethodSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RequestMethodCompleter))]
    public string Method { get; set; } = string.Empty;

    /// <summary>The topic to ask on, where it is none of the platform's methods; {ProductKey} and {DeviceName} are filled in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TopicSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string Topic { get; set; } = string.Empty;

    /// <summary>The topic of the replies, which belong to the requests in the order of both.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TopicSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string? ReplyTopic { get; set; }

    /// <summary>
    /// The method's params: a hashtable or any other object, a list, or a string that holds JSON. Bytes or any text for
    /// thing.model.up_raw, and on topics of one's own. A piped object that has Method and Data is taken apart, where -Method is not given.
    /// </summary>
    [Parameter(
        Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MethodSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = TopicSet)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Data { get; set; }

    /// <summary>The product of a gateway's sub-device; by default that of the connection.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProductKey { get; set; }

    /// <summary>The name of a gateway's sub-device; by default that of the connection.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DeviceName { get; set; }

    /// <summary>How long each reply may take, in seconds; fractions are allowed.</summary>
    [Parameter]
    [ValidateRange(0.1, 86400.0)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>The quality of service of the requests: 0 or 1. Some methods have one of their own.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    [ArgumentCompleter(typeof(QosCompleter))]
    public int Qos { get; set; } = 1;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Terminating(null, () =>
    {
        _targets = [.. Alive(ResolveConnections()).Select(c => new RequestTarget(c, ProductKey, DeviceName))];
        Array.ForEach(_targets, t => WarnOfDuel(t.Connection));
        _queue = new RequestQueue(TimeSpan.FromSeconds(TimeoutSeconds));
        // Only here are the bound parameters those of the command line alone.
        _methodGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Method)) || ReplyTopic is not null;
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            foreach (var target in _targets)
                TrySend(target);
            EmitDone();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        EmitAll();
        _progress.Complete(this);
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_queue is { Count: > 0 } queue)
            queue.Forget(new IotException(IotErrorId.RequestTimeout, "The command was stopped.", "Ask again."));
        base.Dispose(disposing);
    }

    private string Asked => ReplyTopic is null ? Method : Topic;

    private void TrySend(RequestTarget target)
    {
        try
        {
            Send(target);
        }
        catch (IotException e)
        {
            // The error takes the place of the reply: what was asked before is to be told before.
            EmitAll();
            object? source = e.Id == IotErrorId.InvalidMethod ? null
                : ReplyTopic is null ? Source(RequestMethods.Find(Method))
                : Data;
            WriteError(Errors.Record(e, source ?? Asked));
        }
    }

    private void Send(RequestTarget target)
    {
        var session = target.Session;
        var (method, topic, replyTopic) = target.Route(Asked, ReplyTopic);
        long id = session.Inbox.Replies.NextId(method.Form);
        var payload = Payload(method, id);
        PlatformLimits.Check(session.Settings.HasPlatformLimits, topic, payload.Length);
        if (MayAsk && !ShouldProcess(target.ToString(), $"Ask {method.Name}"))
            return;
        SubscribeOnce(target, replyTopic);
        int qos = method.Qos ?? Qos;
        while (_queue!.IsFull)
        {
            WaitForReplies();
            EmitDone();
        }

        if (session.Settings.Pacer is { } pacer && !pacer.TryPass(qos, payload.Length))
            WaitUntil(pacer.PassAsync(qos, payload.Length, StopToken));
        bool alone = !MyInvocation.ExpectingInput && _targets.Length == 1;
        var request = new TargetedRequest(target, method, id, replyTopic, Source(method));
        var message = _queue.Add(request, topic, payload, qos, alone);
        while (!request.IsDone)
        {
            long seen = session.Outbox.Admission.Changes;
            if (session.Outbox.TrySend(message))
                return;
            if (!session.Outbox.Admission.Wait(seen, s_look, StopToken))
                LookAfter();
        }
    }

    // The target of errors; that of a gateway may hold the secrets of its sub-devices.
    private object? Source(RequestMethod method) => method.OfSubDevices ? null : Data;

    private ReadOnlyMemory<byte> Payload(RequestMethod method, long id)
    {
        object? data = Data;
        if (!_methodGiven && data is PSObject { BaseObject: PSCustomObject } row
            && row.Properties[nameof(Data)] is { } inner)
        {
            data = inner.Value;
        }

        try
        {
            return RequestText.Write(method, id, data is null ? default : RequestData.From(data, method));
        }
        catch (JsonException e)
        {
            throw new IotException(
                IotErrorId.InvalidPayload,
                $"The data can not be sent with {method.Name}: {e.Message}",
                "Give a hashtable, an object, a list, or a string that holds JSON.",
                e);
        }
    }

    // Nothing is kept of what arrives there unasked.
    private void SubscribeOnce(RequestTarget target, string? topic)
    {
        if (topic is null)
            return;
        if (!target.Subscribed.TryGetValue(topic, out var refusal))
        {
            var subscriptions = target.Session.Subscriptions;
            if (!subscriptions.Entries.Any(e => TopicText.Matches(e.Filter, topic)))
            {
                refusal = Await((stages, cancellation) =>
                {
                    stages.Report($"Subscribing '{target.Connection.Name}' to {topic} for replies.");
                    return subscriptions.SubscribeAsync([new TopicRequest(topic, 0)], 0, cancellation);
                })[0].Failure;
            }

            target.Subscribed.Add(topic, refusal);
        }

        if (refusal is not null)
            throw refusal;
    }

    private void WaitUntil(Task turn)
    {
        while (!turn.Wait(s_look, StopToken))
        {
            LookAfter();
            EmitDone();
        }
    }

    private void WaitForReplies()
    {
        _queue!.Wait(!MyInvocation.ExpectingInput, s_look, StopToken);
        _progress.Show(this, () => string.Create(
            CultureInfo.InvariantCulture, $"{_done} requests answered, {_queue.Count} under way"));
        Array.ForEach(_targets, t => WarnOfDuel(t.Connection));
    }

    private void LookAfter()
    {
        Array.ForEach(_targets, t => WarnOfDuel(t.Connection));
        _queue!.LookAfter();
    }

    private void EmitAll()
    {
        while (_queue!.Count > 0)
        {
            WaitForReplies();
            EmitDone();
        }
    }

    private void EmitDone()
    {
        while (_queue!.TakeDone() is { } done)
            Emit(done);
    }

    private void Emit(TargetedRequest request)
    {
        _done++;
        ShowPackets();
        if (request.Failure is { } failure)
        {
            WriteError(Errors.Record(failure, request.Source ?? request.Method.Name));
            return;
        }

        try
        {
            var reply = ReplyTo(request);
            if (reply.Code is { } code && PlatformReply.IsRejection(code))
                WriteError(Errors.Record(Rejected(request, code, reply.Message), reply));
            else
                WriteObject(reply);
        }
        catch (JsonException e)
        {
            var error = new IotException(
                IotErrorId.RequestRejected,
                $"The reply to {request.Method.Name} can not be read: {e.Message}",
                "Check what answers on the reply's topic; the platform answers with JSON.",
                e);
            WriteError(Errors.Record(error, request.Source ?? request.Method.Name));
        }
    }

    private static IotReply ReplyTo(TargetedRequest request) => new(
        request,
        PlatformReply.HeadOf(request),
        request.Target.Session.Settings.Time.GetElapsedTime(request.StartedAt, request.CompletedAt));

    private static IotException Rejected(PendingRequest request, int code, string? message)
    {
        var (meaning, remedy) = PlatformCode.Describe(code, request.Method.Form);
        string words = string.IsNullOrWhiteSpace(message) ? string.Empty : $" '{message}'";
        return new IotException(
            IotErrorId.RequestRejected,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The platform rejected {request.Method.Name} with {code}{words}: {meaning}."),
            remedy);
    }
}
