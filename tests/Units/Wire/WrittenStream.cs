namespace AliyunIotWs.Units.Wire;

/// <summary>Keeps what is written, and never has anything to read.</summary>
internal sealed class WrittenStream : Stream
{
    private readonly List<byte> _bytes = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What stands in the frames, which a server has not masked.</summary>
    public byte[] Payloads()
    {
        byte[] all;
        lock (_bytes)
            all = [.. _bytes];
        var payloads = new List<byte>(all.Length);
        for (int at = 0; at < all.Length;)
        {
            int length = all[at + 1];
            int start = at + 2;
            if (length == 126)
                (length, start) = ((all[at + 2] << 8) | all[at + 3], at + 4);
            else if (length == 127)
                (length, start) = ((all[at + 6] << 24) | (all[at + 7] << 16) | (all[at + 8] << 8) | all[at + 9], at + 10);
            payloads.AddRange(all.AsSpan(start, length));
            at = start + length;
        }

        return [.. payloads];
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_bytes)
            _bytes.AddRange(buffer.Span);
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
}
