namespace AliyunIotWs.Emulator.Authorization;

/// <summary>Limits that the platform publishes on its page "Limits" and that the emulator keeps.</summary>
internal static class PlatformLimits
{
    /// <summary>Bytes of a payload: 256 KiB.</summary>
    public const int PayloadBytes = 256 * 1024;

    /// <summary>Bytes of a topic in UTF-8.</summary>
    public const int TopicBytes = 128;

    /// <summary>Slashes in a topic of the user's own.</summary>
    public const int TopicSlashes = 7;

    /// <summary>Topic classes of a product.</summary>
    public const int ClassesPerProduct = 50;

    /// <summary>Topic filters in one SUBSCRIBE.</summary>
    public const int TopicsPerSubscribe = 8;

    /// <summary>Subscriptions of one device.</summary>
    public const int SubscriptionsPerDevice = 100;

    /// <summary>Connects of one device within a minute.</summary>
    public const int ConnectsPerMinute = 5;

    /// <summary>Messages of one device within a second, with QoS 0.</summary>
    public const int MessagesPerSecondQos0 = 30;

    /// <summary>Messages of one device within a second, with QoS 1.</summary>
    public const int MessagesPerSecondQos1 = 10;

    /// <summary>Messages of one connection that the platform has taken and not acknowledged.</summary>
    public const int UnacknowledgedPublishes = 100;

    /// <summary>Characters of the client id before the first <c>|</c>.</summary>
    public const int ClientIdCharacters = 64;

    /// <summary>Shortest keep-alive, in seconds.</summary>
    public const int KeepAliveSecondsLeast = 30;

    /// <summary>Longest keep-alive, in seconds.</summary>
    public const int KeepAliveSecondsMost = 1200;

    /// <summary>Silence after which a device is dropped, as a multiple of its keep-alive [MQTT-3.1.2-24].</summary>
    public const double KeepAliveTolerance = 1.5;
}
