namespace AliyunIotWs.Emulator.Faults;

/// <summary>The faults that are set for one device or for all.</summary>
internal sealed record FaultSet
{
    public static readonly FaultSet None = new();

    public ConnectRefusal? Refusal { get; init; }

    /// <summary>Counts what the device publishes. The last message is taken and not acknowledged.</summary>
    public ConnectionDrop? DropAfterMessages { get; init; }

    /// <summary>
    /// Counts what is delivered to the device. The last one is written and stays unacknowledged.
    /// </summary>
    public ConnectionDrop? DropAfterDeliveries { get; init; }

    /// <summary>Messages are taken, their PUBACK waits until the fault is gone.</summary>
    public bool StallAcks { get; init; }

    /// <summary>The connection stays open; nothing that comes is handled and nothing is sent.</summary>
    public bool BlackHole { get; init; }

    /// <summary>A QoS 1 message to the device is sent twice, the second time marked as DUP.</summary>
    public FaultChance? DuplicateDeliveries { get; init; }

    /// <summary>Slows down what the device sends.</summary>
    public LinkShape? Up { get; init; }

    /// <summary>Slows down what is sent to the device.</summary>
    public LinkShape? Down { get; init; }

    /// <summary>The same without what has struck as often as it was to.</summary>
    public FaultSet Active => this with
    {
        Refusal = Refusal is { Count.IsSpent: true } ? null : Refusal,
        DropAfterMessages = ActiveOf(DropAfterMessages),
        DropAfterDeliveries = ActiveOf(DropAfterDeliveries),
    };

    /// <summary>The drop, or null when it is spent.</summary>
    public static ConnectionDrop? ActiveOf(ConnectionDrop? drop) => drop is { Count.IsSpent: true } ? null : drop;
}
