namespace AliyunIotWs.PowerShell.Commands;

/// <summary>What is to be subscribed to over a connection.</summary>
internal sealed record SubscriptionWish(IotMqttConnection Connection, List<string> Filters);
