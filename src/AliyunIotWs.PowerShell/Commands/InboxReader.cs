using AliyunIotWs.Errors;
using AliyunIotWs.Session.Incoming;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Reads what a connection has received for some filters; for all subscriptions, and for none, where they are null.</summary>
internal sealed class InboxReader(IotMqttConnection connection, HashSet<string>? filters)
{
    private IReadOnlyList<SubscriptionBuffer> _all = [];

    public IotMqttConnection Connection { get; } = connection;

    /// <summary>There is something to wait for.</summary>
    public bool HasFilters => filters is not { Count: 0 };

    public Inbox Inbox { get; } = connection.Session.Inbox;

    /// <summary>Those of the connection's buffers that are read.</summary>
    public IReadOnlyList<SubscriptionBuffer> Buffers { get; private set; } = [];

    /// <summary>Why nothing can arrive, as far as that is known.</summary>
    public IotException? Obstacle => Connection.Session.Outage is { } outage
        ? new IotException(
            outage.Id, $"Nothing can arrive while '{Connection.Name}' is down. {outage.Message}", outage.Remedy, outage)
        : NoSubscription;

    /// <summary>Told where all that the connection receives is read, and it has subscribed to nothing.</summary>
    public IotException? NoSubscription => filters is not null || Connection.Subscriptions.Count > 0
        ? null
        : new IotException(
            IotErrorId.ReceiveTimeout,
            $"'{Connection.Name}' has subscribed to nothing.",
            "Give -Topic, or subscribe with Register-IotSubscription.");

    /// <summary>Sees the subscriptions that came and went.</summary>
    public void Refresh()
    {
        var all = Inbox.Buffers;
        if (ReferenceEquals(_all, all))
            return;
        _all = all;
        Buffers = filters is null ? all : [.. all.Where(b => b.Filter is { } f && filters.Contains(f))];
    }

    /// <summary>The message that arrived first.</summary>
    public bool TryTake(out Reading reading) => Inbox.TryTake(Buffers, out reading);
}
