using AliyunIotWs.Errors;

namespace AliyunIotWs.Requests;

/// <summary>A request that waits for its reply. The <see cref="ReplyDesk"/> guards it.</summary>
/// <param name="method">What was asked.</param>
/// <param name="id">Of the request; for the time, the milliseconds since 1970 at which it is sent.</param>
/// <param name="replyTopic">Where the reply comes; null where none does.</param>
/// <param name="source">What the user handed over.</param>
internal class PendingRequest(RequestMethod method, long id, string? replyTopic, object? source)
{
    public RequestMethod Method { get; } = method;

    public long Id { get; } = id;

    public string? ReplyTopic { get; } = replyTopic;

    public object? Source { get; } = source;

    /// <summary>When it was handed over, as a timestamp of the connection's time provider.</summary>
    public long StartedAt { get; set; }

    public long CompletedAt { get; set; }

    /// <summary>The payload of the reply.</summary>
    public byte[]? Reply { get; set; }

    /// <summary>What stands on top of it, where it was found by its id.</summary>
    public ReplyHead Head { get; set; }

    public IotException? Failure { get; set; }

    public bool IsDone { get; set; }

    /// <summary>While it waited, a reply was taken for that of an earlier one, which had been given up.</summary>
    public bool MayHaveLostReply { get; set; }

    /// <summary>Somebody waits for this one.</summary>
    public bool IsAwaited { get; set; }
}
