using AliyunIotWs.Emulator.Faults;


namespace AliyunIotWs;

/// <summary>A fault that is set in an emulator.</summary>
public sealed class IotEmulatorFault
{
    private IotEmulatorFault(
        string? device, string fault, int? value, int? remaining, string? direction = null, FaultChance? chance = null)
    {
        Direction = direction;
        Probability = chance?.Probability ?? 1;
        Device = device ?? "*";
        Fault = fault;
        Value = value;
        Remaining = remaining;
    }

    /// <summary>The device as <c>productKey/deviceName</c>; <c>*</c> for all devices.</summary>
    public string Device { get; }

    /// <summary>The parameter of Set-IotEmulatorFault that set it.</summary>
    public string Fault { get; }

    /// <summary>Up, from the device, or Down, to it; null for a fault that has none.</summary>
    public string? Direction { get; }

    /// <summary>How likely it strikes, up to 1.</summary>
    public double Probability { get; }

    /// <summary>
    /// The code of a refusal, the messages until a drop, milliseconds, or KiB a second; null for a fault that is just on.
    /// </summary>
    public int? Value { get; }

    /// <summary>How often it still strikes; null until it is cleared.</summary>
    public int? Remaining { get; }

    /// <summary>Fault, value and device.</summary>
    public override string ToString() => Value is null ? $"{Fault} {Device}" : $"{Fault} {Value} {Device}";

    internal static IEnumerable<IotEmulatorFault> Of(string? device, FaultSet set)
    {
        if (set.Refusal is { } refusal)
            yield return new(device, "RefuseConnect", refusal.Code, refusal.Count.Left, chance: refusal.Chance);
        if (set.DropAfterMessages is { } messages)
            yield return new(device, "DropAfter", messages.After, messages.Count.Left);
        if (set.DropAfterDeliveries is { } deliveries)
            yield return new(device, "DropAfterDelivery", deliveries.After, deliveries.Count.Left);
        if (set.StallAcks)
            yield return new(device, "StallAck", null, null);
        if (set.BlackHole)
            yield return new(device, "BlackHole", null, null);
        if (set.DuplicateDeliveries is { } chance)
            yield return new(device, "DuplicateDelivery", null, null, chance: chance);
        foreach (var (direction, shape) in new[] { ("Up", set.Up), ("Down", set.Down) })
        {
            if (shape is null)
                continue;
            if (shape.Latency > TimeSpan.Zero)
                yield return new(device, "LatencyMilliseconds", Of(shape.Latency), null, direction, shape.Chance);
            if (shape.Jitter > TimeSpan.Zero)
                yield return new(device, "JitterMilliseconds", Of(shape.Jitter), null, direction, shape.Chance);
            if (shape.BytesPerSecond is { } rate)
                yield return new(device, "BandwidthKBps", (int)(rate / 1024), null, direction);
        }
    }

    private static int Of(TimeSpan time) => (int)time.TotalMilliseconds;
}
