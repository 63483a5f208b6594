using AliyunIotWs.Errors;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>The session of a <see cref="SubscriptionManager"/>.</summary>
internal interface ISubscriptionOwner
{
    /// <summary>Why there is no link at this moment; null where there is one, or none is tried for.</summary>
    IotException? Outage { get; }

    /// <summary>Hears that a subscription that was granted before was refused after a reconnect.</summary>
    void OnSubscriptionLost(IotException rejection);
}
