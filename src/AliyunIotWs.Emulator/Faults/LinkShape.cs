namespace AliyunIotWs.Emulator.Faults;

/// <summary>A fault: bytes take longer in one direction than they would.</summary>
/// <param name="Latency">Time that each piece takes on top; 0 or more.</param>
/// <param name="Jitter">By how much the latency is longer or shorter at the most; what comes later stays behind it.</param>
/// <param name="BytesPerSecond">What passes in a second; null does not limit it.</param>
/// <param name="Chance">
/// How likely a piece is late: what the device sends at once, or one packet to it. The bandwidth holds for all of them.
/// </param>
internal sealed record LinkShape(TimeSpan Latency, TimeSpan Jitter, long? BytesPerSecond, FaultChance Chance)
{
    /// <summary>How late a piece is, drawn anew for each.</summary>
    public TimeSpan Draw()
    {
        if ((Latency == TimeSpan.Zero && Jitter == TimeSpan.Zero) || !Chance.Strikes())
            return TimeSpan.Zero;
        var delay = Latency + (Jitter * Chance.Swing());
        return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
    }

    /// <summary>How long bytes take at the bandwidth.</summary>
    public TimeSpan DurationOf(int bytes) =>
        BytesPerSecond is { } rate ? TimeSpan.FromSeconds((double)bytes / rate) : TimeSpan.Zero;
}
