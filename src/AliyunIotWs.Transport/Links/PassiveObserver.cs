using AliyunIotWs.Session.Links;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Transport.Links;

/// <summary>Hears a link that serves no session, and acknowledges nothing.</summary>
internal abstract class PassiveObserver : ILinkObserver
{
    public virtual ValueTask OnPublishesAsync(ReadOnlySpan<InboundPublish> publishes) => ValueTask.CompletedTask;

    public virtual void OnPublishAcknowledged(ushort packetId)
    {
    }

    public virtual Task OnAnswerAsync(ushort packetId, IReadOnlyList<byte> returnCodes) => Task.CompletedTask;

    public void OnWritten(IReadOnlyList<OutboundMessage> messages)
    {
    }

    public void OnUnwritten(IReadOnlyList<OutboundMessage> messages)
    {
    }

    public void OnDrained()
    {
    }
}
