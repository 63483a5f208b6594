using System.Threading.Channels;

namespace AliyunIotWs.Emulator.Faults;

/// <summary>
/// One direction of a connection: holds what is under way and says when each piece arrives. Pieces are on their way at the
/// same time, as on a real line, and none overtakes another. For one sender and one receiver at a time.
/// </summary>
internal sealed class ShapedLine(TimeProvider time)
{
    // Pieces under way; the sender waits for room.
    private const int Capacity = 1000;

    private readonly long _begin = time.GetTimestamp();
    private TimeSpan _lineFree;
    private TimeSpan _lastArrival;

    /// <summary>The pieces, each with what <see cref="Send"/> said of it.</summary>
    public Channel<(byte[] Bytes, TimeSpan Arrival)> Pieces { get; } = Channel.CreateBounded<(byte[], TimeSpan)>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

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
