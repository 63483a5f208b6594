namespace AliyunIotWs.Session.Incoming;

/// <summary>A message that was taken to be read, and the buffers that it lay in.</summary>
internal readonly record struct Reading(Delivery Delivery, IReadOnlyList<SubscriptionBuffer> From)
{
    public IotMessage Message => Delivery.Message;
}
