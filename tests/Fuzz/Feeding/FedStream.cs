using System.Text;

namespace AliyunIotWs.Fuzz.Feeding;

/// <summary>
/// A connection in memory: reading gives the bytes of a case, then the end; what is written is thrown away but for its
/// beginning.
/// </summary>
/// <param name="bytes">What the peer sends.</param>
/// <param name="chunk">How many of them a read returns at most.</param>
/// <param name="held">From this offset on they come after <see cref="Release"/> only.</param>
internal sealed class FedStream(byte[] bytes, int chunk, int held = int.MaxValue) : Stream
{
    private const int Kept = 512;

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _written = new();
    private volatile bool _disposed;
    private int _position;

    public int Consumed => _position;

    /// <summary>The reader has asked for more than there is.</summary>
    public bool ReadToEnd { get; private set; }

    /// <summary>The peer is gone: writing fails, and the end is not told to the reader.</summary>
    public bool WritesFail { get; init; }

    public string Written => _written.ToString();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Release() => _released.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.Length == 0)
            return 0;
        int last = _released.Task.IsCompleted ? bytes.Length : Math.Min(held, bytes.Length);
        if (_position == last && (held < bytes.Length || WritesFail) && !_released.Task.IsCompleted)
        {
            await _released.Task.WaitAsync(cancellationToken);
            ObjectDisposedException.ThrowIf(_disposed, this);
            last = bytes.Length;
        }

        int count = Math.Min(Math.Min(chunk, buffer.Length), last - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer.Span);
        _position += count;
        ReadToEnd |= count == 0;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (WritesFail)
            return ValueTask.FromException(new IOException("The peer is gone."));
        if (_written.Length < Kept)
            _written.Append(Encoding.Latin1.GetString(buffer.Span[..Math.Min(buffer.Length, Kept - _written.Length)]));
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        _released.TrySetResult();
        base.Dispose(disposing);
    }
}
