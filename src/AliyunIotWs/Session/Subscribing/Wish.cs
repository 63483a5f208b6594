namespace AliyunIotWs.Session.Subscribing;

/// <summary>What a command that still waits wants of one filter: to be subscribed to with a QoS, or to be left (null).</summary>
internal sealed record Wish(SubscriptionCommand Command, int Index, int? Qos)
{
    /// <summary>The request that carries it to the broker.</summary>
    public ControlRequest? Request { get; set; }
}
