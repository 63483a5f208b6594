using AliyunIotWs.Session.Subscribing;

namespace AliyunIotWs;

/// <summary>A topic filter that the broker has granted to a connection.</summary>
public sealed class IotSubscription
{
    private readonly SubscriptionEntry _entry;

    internal IotSubscription(string connectionName, SubscriptionEntry entry)
    {
        ConnectionName = connectionName;
        _entry = entry;
    }

    /// <summary>The topic filter with its placeholders filled in.</summary>
    public string Topic => _entry.Filter;

    /// <summary>The quality of service that the broker granted, 0 or 1.</summary>
    public int Qos => _entry.GrantedQos;

    /// <summary>How many unread messages are kept, for each quality of service.</summary>
    public int BufferSize => _entry.Buffer.Capacity;

    /// <summary>Messages that wait to be read.</summary>
    public int Buffered => _entry.Buffer.Count;

    /// <summary>Messages that came in, read or not.</summary>
    public long Received => _entry.Buffer.Received;

    /// <summary>QoS 0 messages that were dropped because nobody read them in time.</summary>
    public long Dropped => _entry.Buffer.Dropped;

    /// <summary>The name of the connection.</summary>
    public string ConnectionName { get; }

    /// <summary>The topic filter.</summary>
    public override string ToString() => Topic;
}
