namespace AliyunIotWs.Emulator.Faults;

/// <summary>
/// One direction of a connection: says when each piece arrives. Pieces are on their way at the same time, as on a real
/// line, and none overtakes another. For one caller at a time.
/// </summary>
internal sealed class ShapedLine(TimeProvider time)
{
    private readonly long _begin = time.GetTimestamp();
    private TimeSpan _lineFree;
    private TimeSpan _lastArrival;

    private TimeSpan Now => time.GetElapsedTime(_begin);

    /// <summary>Puts a piece on the line.</summary>
    /// <returns>When it arrives, for <see cref="ArriveAsync"/>.</returns>
    public TimeSpan Send(LinkShape? shape, int bytes)
    {
        var now = Now;
        if (shape is null)
            return _lastArrival = now > _lastArrival ? now : _lastArrival;
        _lineFree = (now > _lineFree ? now : _lineFree) + shape.DurationOf(bytes);
        var arrival = _lineFree + shape.Draw();
        return _lastArrival = arrival > _lastArrival ? arrival : _lastArrival;
    }

    /// <summary>Ends when a piece has arrived.</summary>
    public Task ArriveAsync(TimeSpan arrival, CancellationToken cancellationToken)
    {
        var left = arrival - Now;
        return left > TimeSpan.Zero ? Task.Delay(left, time, cancellationToken) : Task.CompletedTask;
    }
}
