namespace AliyunIotWs.Emulator.Faults;

/// <summary>A fault: a connection ends without a word once so many messages have passed in one direction.</summary>
internal sealed class ConnectionDrop
{
    /// <param name="after">Messages of one connection, 1 or more, counted from the moment the fault is set.</param>
    /// <param name="count">How many connections end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is under 1.</exception>
    public ConnectionDrop(int after, FaultCount count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, 1);
        After = after;
        Count = count;
    }

    public int After { get; }

    public FaultCount Count { get; }
}
