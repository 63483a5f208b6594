namespace AliyunIotWs.Emulator.Limits;

/// <summary>
/// Which of the platform's limits on speed and number the emulator keeps: all of them, unless a test asks for less. What a
/// message may be, its size and its topic, is not among them.
/// </summary>
internal sealed record EmulatorLimits
{
    /// <summary>None is kept, for tests of other things.</summary>
    public static EmulatorLimits Off { get; } = new()
    {
        Connects = false,
        Messages = false,
        Unacknowledged = false,
        Batches = false,
    };

    /// <summary>Connects of a device within a minute.</summary>
    public bool Connects { get; init; } = true;

    /// <summary>Messages of a device within a second.</summary>
    public bool Messages { get; init; } = true;

    /// <summary>Messages of a connection that have not been acknowledged.</summary>
    public bool Unacknowledged { get; init; } = true;

    /// <summary>Devices in one request of a gateway.</summary>
    public bool Batches { get; init; } = true;

    /// <summary>
    /// How long a SUBSCRIBE or UNSUBSCRIBE takes to come into effect. The platform's page has about 10 s; nothing, the
    /// default, is what devices meet as a rule.
    /// </summary>
    public TimeSpan SubscriptionDelay { get; init; }
}
