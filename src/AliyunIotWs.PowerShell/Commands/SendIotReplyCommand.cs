using System.Management.Automation;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Requests;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Answers what Receive-IotRequest emitted, on the topic and in the form that the request wants. Emits nothing; what
/// can not be answered is a non-terminating error whose target is the request.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "IotReply", SupportsShouldProcess = true)]
public sealed class SendIotReplyCommand : AsyncCmdlet
{
    /// <summary>What to answer.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public IotRequest Request { get; set; } = null!;

    /// <summary>
    /// The outputs of a service, or the data of another answer: a hashtable or any other object. To a call of no
    /// method, and to bytes: a string as UTF-8, byte[] as it is, anything else as JSON.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Data { get; set; }

    /// <summary>200 is success; codes of one's own are from 100000 on.</summary>
    [Parameter]
    public int Code { get; set; } = PlatformReply.Success;

    /// <summary>Words for the code.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Message { get; set; }

    /// <summary>How long the answer may take to be sent, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400.0)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Answer();
        }
        catch (IotException e)
        {
            WriteError(Errors.Record(e, Request));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Answer()
    {
        string topic = Request.ReplyTopic ?? throw new IotException(
            IotErrorId.InvalidMethod,
            $"No answer is expected to '{Request}'.",
            Request.Kind switch
            {
                IotRequestKind.Upgrade => "Tell how far the upgrade is with Invoke-IotRequest ota.progress.",
                IotRequestKind.Shadow => "Tell the new state with Invoke-IotRequest shadow.update.",
                _ => "Nothing is to be done.",
            });
        var session = Request.Connection.Session;
        session.ThrowIfEnded();
        var payload = Payload();
        PlatformLimits.Check(session.Settings.HasPlatformLimits, topic, payload.Length);
        if (!Allows(Request.ToString(), "Answer"))
            return;
        FollowPackets(session.Settings);
        // The cloud waits for the answer to a call, or has gone on: a repetition would come too late.
        int qos = Request.IsSynchronous ? 0 : 1;
        var limit = TimeSpan.FromSeconds(TimeoutSeconds);
        var failure = LoneMessage.Send(session, topic, payload, qos, limit, StopToken);
        ShowPackets();
        if (failure is not null)
            throw failure;
        Tell($"Answered {Request} on {topic}.");
    }

    private ReadOnlyMemory<byte> Payload() => Request.IsAlink
        ? RequestText.WriteReply(Request.Id!, Code, Message, Data is null ? default : RequestData.Json(Data))
        : PayloadBytes.From(Data ?? string.Empty);
}
