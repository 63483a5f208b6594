using AliyunIotWs.Emulator.Faults;


namespace AliyunIotWs;

/// <summary>A fault that is set in an emulator.</summary>
public sealed class IotEmulatorFault
{
    private IotEmulatorFault(string? device, string fault, int? value, int? remaining)
    {
        Device = device ?? "*";
        Fault = fault;
        Value = value;
        Remaining = remaining;
    }

    /// <summary>The device as <c>productKey/deviceName</c>; <c>*</c> for all devices.</summary>
    public string Device { get; }

    /// <summary>The parameter of Set-IotEmulatorFault that set it.</summary>
    public string Fault { get; }

    /// <summary>The code of a refusal, or the messages until a drop; null for a fault that is just on.</summary>
    public int? Value { get; }

    /// <summary>How often it still strikes; null until it is cleared.</summary>
    public int? Remaining { get; }

    /// <summary>Fault, value and device.</summary>
    public override string ToString() => Value is null ? $"{Fault} {Device}" : $"{Fault} {Value} {Device}";

    internal static IEnumerable<IotEmulatorFault> Of(string? device, FaultSet set)
    {
        if (set.Refusal is { } refusal)
            yield return new(device, "RefuseConnect", refusal.Code, refusal.Count.Left);
        if (set.DropAfterMessages is { } messages)
            yield return new(device, "DropAfter", messages.After, messages.Count.Left);
        if (set.DropAfterDeliveries is { } deliveries)
            yield return new(device, "DropAfterDelivery", deliveries.After, deliveries.Count.Left);
        if (set.StallAcks)
            yield return new(device, "StallAck", null, null);
        if (set.BlackHole)
            yield return new(device, "BlackHole", null, null);
        if (set.DuplicateDeliveries)
            yield return new(device, "DuplicateDelivery", null, null);
    }
}
