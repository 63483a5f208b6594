using System.Globalization;

namespace AliyunIotWs.Session.Links;

/// <summary>Why a link ended, in words for a person.</summary>
internal sealed record LinkEnd(string Reason, Exception? Cause = null)
{
    public static LinkEnd PeerClosed(int? status, string? description)
    {
        string text = status is { } code
            ? string.Create(CultureInfo.InvariantCulture, $"the peer closed the WebSocket with status {code}")
            : "the peer closed the WebSocket without a status";
        return new LinkEnd(string.IsNullOrWhiteSpace(description) ? text : $"{text} ({description.Trim()})");
    }

    public static LinkEnd Failed(Exception cause)
    {
        Exception inner = cause;
        while (inner.InnerException is { } next)
            inner = next;
        return new LinkEnd($"the link broke: {inner.Message.TrimEnd('.')}", cause);
    }

    public static LinkEnd Silent(TimeSpan waited) => new(string.Create(
        CultureInfo.InvariantCulture, $"no answer to a ping within {waited.TotalSeconds:0.#} s"));

    public static LinkEnd Closed { get; } = new("closed on this side");
}
