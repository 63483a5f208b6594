using AliyunIotWs.Session.Incoming;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>A topic filter that the broker has granted, kept so that it can be asked for again after a reconnect.</summary>
internal sealed class SubscriptionEntry(string filter, int requestedQos, SubscriptionBuffer buffer)
{
    public string Filter { get; } = filter;

    public int RequestedQos { get; set; } = requestedQos;

    public int GrantedQos { get; set; }

    public SubscriptionBuffer Buffer { get; } = buffer;
}
