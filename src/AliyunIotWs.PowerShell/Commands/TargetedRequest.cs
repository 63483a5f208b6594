using AliyunIotWs.Requests;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A request, and the connection that it goes over.</summary>
internal sealed class TargetedRequest(
    RequestTarget target, RequestMethod method, string id, string? replyTopic, object? source)
    : PendingRequest(method, id, replyTopic, source)
{
    public RequestTarget Target { get; } = target;
}
