namespace AliyunIotWs.Emulator.Faults;

/// <summary>A fault: a CONNECT that would be accepted is refused.</summary>
internal sealed class ConnectRefusal
{
    /// <param name="code">Return code of the CONNACK, 1 to 5 (MQTT 3.1.1, section 3.2.2.3).</param>
    /// <param name="count">How many are refused.</param>
    /// <param name="chance">How likely each is; without it, certain.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code.</exception>
    public ConnectRefusal(int code, FaultCount count, FaultChance? chance = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 5);
        Code = code;
        Count = count;
        Chance = chance ?? FaultChance.Certain;
    }

    public int Code { get; }

    public FaultCount Count { get; }

    public FaultChance Chance { get; }

    /// <summary>Uses up one refusal; false where this CONNECT is spared.</summary>
    public bool Strikes() => !Count.IsSpent && Chance.Strikes() && Count.TryUse();
}
