using AliyunIotWs.Emulator.Faults;

namespace AliyunIotWs.Emulator.Connections;

/// <summary>
/// A peer's bytes on a slow or narrow line. While no fault asks for that, it is not in the way; once one did, a direction
/// goes through a queue, so that its order stays when the fault goes.
/// </summary>
internal sealed class ShapedByteChannel(IByteChannel inner, FaultBoard board, TimeProvider time) : IByteChannel
{
    private const int PieceBytes = 4096;

    // Made by the first who asks, or at the end. Never disposed: it has no timer, and it may be cancelled at any time.
    private CancellationTokenSource? _over;
    private ShapedLine? _up;
    private ShapedLine? _down;
    private ReadOnlyMemory<byte> _rest;
    private Task _downPump = Task.CompletedTask;

    public string Transport => inner.Transport;

    public string? PeerClosed => inner.PeerClosed;

    /// <summary>Whose connection it is; null until that is known.</summary>
    public string? DeviceKey { get; set; }

    /// <summary>Is cancelled after the connection was ended at once, or when it is let go of.</summary>
    public CancellationToken Over => Ending.Token;

    private CancellationTokenSource Ending => LazyInitializer.EnsureInitialized(ref _over);

    public ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken) =>
        _up is null && board.Find(DeviceKey, static faults => faults.Up) is null
            ? inner.ReadAsync(target, cancellationToken)
            : ReadLateAsync(target, cancellationToken);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var shape = board.Find(DeviceKey, static faults => faults.Down);
        return _down is null && shape is null
            ? inner.WriteAsync(bytes, cancellationToken)
            : WriteLateAsync(shape, bytes, cancellationToken);
    }

    public void Abort()
    {
        // First, so that what the token releases finds nobody to send to.
        inner.Abort();
        Ending.Cancel();
    }

    public async Task CloseAsync(bool violated, CancellationToken cancellationToken)
    {
        _down?.Pieces.Writer.TryComplete();
        if (!violated)
            await _downPump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.CloseAsync(violated, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        Ending.Cancel();
        inner.Dispose();
    }

    private async ValueTask<int> ReadLateAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_up is null)
        {
            _up = new ShapedLine(time);
            _ = PumpUpAsync(_up);
        }

        while (_rest.IsEmpty)
        {
            if (!await _up.Pieces.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                return 0;
            if (!_up.Pieces.Reader.TryRead(out var piece))
                continue;
            await _up.ArriveAsync(piece.Arrival, cancellationToken).ConfigureAwait(false);
            _rest = piece.Bytes;
        }

        int count = Math.Min(_rest.Length, target.Length);
        _rest[..count].CopyTo(target);
        _rest = _rest[count..];
        return count;
    }

    private async ValueTask WriteLateAsync(
        LinkShape? shape, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_down is null)
        {
            _down = new ShapedLine(time);
            _downPump = PumpDownAsync(_down);
        }

        var piece = (bytes.ToArray(), _down.Send(shape, bytes.Length));
        await _down.Pieces.Writer.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
    }

    private async Task PumpUpAsync(ShapedLine line)
    {
        var writer = line.Pieces.Writer;
        byte[] buffer = new byte[PieceBytes];
        try
        {
            while (await inner.ReadAsync(buffer, Over).ConfigureAwait(false) is var read and > 0)
            {
                var shape = board.Find(DeviceKey, static faults => faults.Up);
                var piece = (buffer.AsSpan(0, read).ToArray(), line.Send(shape, read));
                await writer.WriteAsync(piece, Over).ConfigureAwait(false);
            }

            writer.TryComplete();
        }
        catch (Exception exception)
        {
            // Whoever reads from the queue gets it, after what came before.
            writer.TryComplete(exception);
        }
    }

    private async Task PumpDownAsync(ShapedLine line)
    {
        try
        {
            await foreach (var (bytes, arrival) in line.Pieces.Reader.ReadAllAsync(Over).ConfigureAwait(false))
            {
                await line.ArriveAsync(arrival, Over).ConfigureAwait(false);
                await inner.WriteAsync(bytes, Over).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (PacketChannel.IsEnd(exception))
        {
            // The reading side notices it too and ends the connection.
        }
    }
}
