using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Session.Links;

/// <summary>Hears what a link reads and writes. Calls come one at a time from the link's own reading or writing.</summary>
internal interface ILinkObserver
{
    /// <summary>
    /// PUBLISH packets came in, one after the other. A task that is not complete pauses reading until it is.
    /// </summary>
    ValueTask OnPublishesAsync(ReadOnlySpan<InboundPublish> publishes);

    void OnPublishAcknowledged(ushort packetId);

    /// <summary>A SUBACK with its return codes, or an UNSUBACK without any. Nothing more is read until it is taken.</summary>
    Task OnAnswerAsync(ushort packetId, IReadOnlyList<byte> returnCodes);

    /// <summary>QoS 0 messages whose bytes the operating system has taken.</summary>
    void OnWritten(IReadOnlyList<OutboundMessage> messages);

    /// <summary>QoS 0 messages that the link ended before.</summary>
    void OnUnwritten(IReadOnlyList<OutboundMessage> messages);

    /// <summary>The link is congested no more.</summary>
    void OnDrained();
}
