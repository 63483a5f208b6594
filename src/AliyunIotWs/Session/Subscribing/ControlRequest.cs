using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE packet that waits for its answer.</summary>
internal sealed class ControlRequest(SubscriptionEntry[] entries, bool subscribes, long askedAt)
{
    /// <summary>The entries in the order of the packet.</summary>
    public SubscriptionEntry[] Entries { get; } = entries;

    public bool Subscribes { get; } = subscribes;

    /// <summary>The quality of service asked for, for each entry.</summary>
    public int[] Qos { get; } = [.. entries.Select(e => e.WantedQos ?? 0)];

    public long AskedAt { get; } = askedAt;

    public void Send(IMqttLink link, ushort packetId)
    {
        if (Subscribes)
            link.Subscribe(packetId, [.. Entries.Select((e, i) => new TopicRequest(e.Filter, Qos[i]))]);
        else
            link.Unsubscribe(packetId, [.. Entries.Select(e => e.Filter)]);
    }
}
