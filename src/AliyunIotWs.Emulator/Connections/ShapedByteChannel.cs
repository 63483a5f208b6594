using System.Threading.Channels;
using AliyunIotWs.Emulator.Faults;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// A peer's bytes on a slow or narrow line. While no fault asks for that, it is not in the way; once one did, a direction
/// goes through a queue, so that its order stays when the fault goes.
/// </summary>
internal sealed class ShapedByteChannel(IByteChannel inner, FaultBoard board, TimeProvider time) : IByteChannel
{
    // Pieces under way in one direction; the sender waits for room.
    private const int Capacity = 1000;
    private const int PieceBytes = 4096;

    private readonly ShapedLine _upLine = new(time);
    private readonly ShapedLine _downLine = new(time);

    // Never disposed: it has no timer, and it may be cancelled at any time.
    private readonly CancellationTokenSource _over = new();
    private Channel<(byte[] Bytes, TimeSpan Arrival)>? _up;
    private Channel<(byte[] Bytes, TimeSpan Arrival)>? _down;
    private ReadOnlyMemory<byte> _rest;
    private Task _downPump = Task.CompletedTask;

    public string Transport => inner.Transport;

    public string? PeerClosed => inner.PeerClosed;

    /// <summary>Whose connection it is; null until that is known.</summary>
    public string? DeviceKey { get; set; }

    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_up is null)
        {
            if (board.Find(DeviceKey, static faults => faults.Up) is null)
                return await inner.ReadAsync(target, cancellationToken).ConfigureAwait(false);
            _up = NewQueue();
            _ = PumpUpAsync(_up.Writer);
        }

        while (_rest.IsEmpty)
        {
            if (!await _up.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                return 0;
            if (!_up.Reader.TryRead(out var piece))
                continue;
            await _upLine.ArriveAsync(piece.Arrival, cancellationToken).ConfigureAwait(false);
            _rest = piece.Bytes;
        }

        int count = Math.Min(_rest.Length, target.Length);
        _rest[..count].CopyTo(target);
        _rest = _rest[count..];
        return count;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var shape = board.Find(DeviceKey, static faults => faults.Down);
        if (_down is null)
        {
            if (shape is null)
            {
                await inner.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                return;
            }

            _down = NewQueue();
            _downPump = PumpDownAsync(_down.Reader);
        }

        var piece = (bytes.ToArray(), _downLine.Send(shape, bytes.Length));
        await _down.Writer.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
    }

    public void Abort()
    {
        _over.Cancel();
        inner.Abort();
    }

    public async Task CloseAsync(bool violated, CancellationToken cancellationToken)
    {
        _down?.Writer.TryComplete();
        if (!violated)
            await _downPump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.CloseAsync(violated, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _over.Cancel();
        inner.Dispose();
    }

    private static Channel<(byte[] Bytes, TimeSpan Arrival)> NewQueue() =>
        Channel.CreateBounded<(byte[] Bytes, TimeSpan Arrival)>(
            new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    private async Task PumpUpAsync(ChannelWriter<(byte[] Bytes, TimeSpan Arrival)> writer)
    {
        byte[] buffer = new byte[PieceBytes];
        try
        {
            while (await inner.ReadAsync(buffer, _over.Token).ConfigureAwait(false) is var read and > 0)
            {
                var shape = board.Find(DeviceKey, static faults => faults.Up);
                var piece = (buffer.AsSpan(0, read).ToArray(), _upLine.Send(shape, read));
                await writer.WriteAsync(piece, _over.Token).ConfigureAwait(false);
            }

            writer.TryComplete();
        }
        catch (Exception exception)
        {
            // Whoever reads from the queue gets it, after what came before.
            writer.TryComplete(exception);
        }
    }

    private async Task PumpDownAsync(ChannelReader<(byte[] Bytes, TimeSpan Arrival)> reader)
    {
        try
        {
            await foreach (var (bytes, arrival) in reader.ReadAllAsync(_over.Token).ConfigureAwait(false))
            {
                await _downLine.ArriveAsync(arrival, _over.Token).ConfigureAwait(false);
                await inner.WriteAsync(bytes, _over.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (PacketChannel.IsEnd(exception))
        {
            // The reading side notices it too and ends the connection.
        }
    }
}
