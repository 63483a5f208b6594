using AliyunIotWs.Session;
using AliyunIotWs.Session.Subscribing;

namespace AliyunIotWs;

/// <summary>
/// A connection of this PowerShell session, as a handle that shows its present state. Safe to use from several
/// runspaces at once.
/// </summary>
public sealed class IotMqttConnection
{
    private static int s_lastId;

    internal IotMqttConnection(DeviceSession session)
    {
        Session = session;
        Id = Interlocked.Increment(ref s_lastId);
    }

    /// <summary>A number that no other connection of this process has.</summary>
    public int Id { get; }

    /// <summary>The name given with <c>-Name</c>, or <c>productKey.deviceName</c>.</summary>
    public string Name => Session.Settings.Name;

    /// <summary>What the connection is doing at this moment.</summary>
    public IotConnectionState State => Session.State;

    /// <summary>Where the present link, or the last one, goes.</summary>
    public Uri Endpoint => Session.Endpoint;

    /// <summary>Where links may go, in the order in which they are tried.</summary>
    public IReadOnlyList<Uri> Endpoints => Session.Settings.Endpoints;

    /// <summary>From the user name <c>deviceName&amp;productKey</c>; null on brokers that do not use that form.</summary>
    public string? ProductKey => Session.Settings.ProductKey;

    /// <summary>From the user name likewise.</summary>
    public string? DeviceName => Session.Settings.DeviceName;

    /// <summary>When the present link, or the last one, was accepted, in local time.</summary>
    public DateTime? ConnectedAt => Session.ConnectedAt?.LocalDateTime;

    /// <summary>The keep-alive in seconds (MQTT 3.1.1, section 3.1.2.10).</summary>
    public int KeepAliveSeconds => Session.Settings.KeepAliveSeconds;

    /// <summary>Messages that were acknowledged (QoS 1) or written (QoS 0).</summary>
    public long MessagesSent => Session.Outbox.Sent;

    /// <summary>Messages that came in, read or not.</summary>
    public long MessagesReceived => Session.Inbox.Received;

    /// <summary>QoS 0 messages that were dropped because nobody read them in time.</summary>
    public long MessagesDropped => Session.Inbox.Buffers.Sum(b => b.Dropped);

    /// <summary>QoS 1 messages that wait for their acknowledgement.</summary>
    public int InFlight => Session.Outbox.InFlight;

    /// <summary>How often the link was lost and opened again.</summary>
    public int Reconnects => Session.Reconnects;

    /// <summary>The last thing that went wrong with what to check, or null; it stays after a recovery.</summary>
    public string? LastError => Session.LastError is { } error ? $"{error.Id}: {error.Message} {error.Remedy}" : null;

    /// <summary>The subscriptions that the broker has granted.</summary>
    public IReadOnlyList<IotSubscription> Subscriptions =>
        Session.Subscriptions.Entries.Select(Handle).ToArray();

    internal DeviceSession Session { get; }

    /// <summary>Name and state.</summary>
    public override string ToString() => $"{Name} ({State})";

    internal IotSubscription Handle(SubscriptionEntry entry) => new(Name, entry);
}
