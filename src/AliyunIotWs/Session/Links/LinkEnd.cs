using System.Globalization;

namespace AliyunIotWs.Session.Links;

/// <summary>Why a link ended, in words for a person.</summary>
/// <param name="Reason">The words.</param>
/// <param name="Cause">The exception behind it.</param>
/// <param name="CloseStatus">What the peer closed the WebSocket with, if it did.</param>
internal sealed record LinkEnd(string Reason, Exception? Cause = null, int? CloseStatus = null)
{
    public static LinkEnd PeerClosed(int? status, string? description)
    {
        string text = status is { } code
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the peer closed the WebSocket with status {code}, {CloseCode.Describe(code)}")
            : "the peer closed the WebSocket without a status";
        return new LinkEnd(
            string.IsNullOrWhiteSpace(description) ? text : $"{text} ({description.Trim()})", CloseStatus: status);
    }

    public static LinkEnd Failed(Exception cause) => new(LinkFailure.Describe(cause), cause);

    public static LinkEnd Silent(TimeSpan waited) => new(string.Create(
        CultureInfo.InvariantCulture, $"no answer to a ping within {waited.TotalSeconds:0.#} s"));

    public static LinkEnd Closed { get; } = new("closed on this side");
}
