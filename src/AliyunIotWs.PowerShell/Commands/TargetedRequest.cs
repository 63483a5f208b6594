using AliyunIotWs.Requests;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A request, and the connection that it goes over.</summary>
internal sealed class TargetedRequest(
    RequestTarget target, RequestMethod method, long id, string? replyTopic, object? source)
    : PendingRequest(method, id, replyTopic, source)
{
    public RequestTarget Target { get; } = target;

    /// <summary>What carries it.</summary>
    public OutboundMessage? Message { get; set; }

    /// <summary>The broker has acknowledged the request, or its bytes were written at QoS 0.</summary>
    public bool IsDelivered => Message is { CompletedAt: > 0, Failure: null };
}
