using System.Net;
using System.Net.Sockets;
using AliyunIotWs.Transport.Dialing;

namespace AliyunIotWs.Units.Wire;

/// <summary>A thread that waits for an answer reads beside the pool, and nothing is lost, late or out of order by that.</summary>
public sealed class SharedReadTests : IAsyncLifetime
{
    private const int Length = 200_000;

    private readonly Socket _peer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private DialedStream? _stream;
    private volatile int _read;

    private DialedStream Stream => _stream!;

    public async ValueTask InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await _peer.ConnectAsync(listener.LocalEndpoint);
        _stream = new DialedStream(await listener.AcceptSocketAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await Stream.DisposeAsync();
    }

    // Looks of any length at any time: whoever leaves must not leave the read to nobody.
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task All_bytes_come_in_their_order_whoever_reads(int lookers, bool waitsFirst)
    {
        using var over = new CancellationTokenSource();
        Thread[] threads = [.. Enumerable.Range(0, lookers).Select(seed => new Thread(() => Look(seed, over.Token)))];
        Array.ForEach(threads, thread => thread.Start());
        try
        {
            var writing = WriteAsync();
            byte[] read = new byte[Length];
            for (int filled = 0; filled < Length;)
            {
                // As TLS does.
                if (waitsFirst)
                    Assert.Equal(0, await Stream.ReadAsync(Memory<byte>.Empty).AsTask().WaitAsync(Device.Limit));
                filled += await Stream.ReadAsync(read.AsMemory(filled, Math.Min(100, Length - filled)))
                    .AsTask().WaitAsync(Device.Limit);
            }

            await writing;
            Assert.Equal(Bytes(), read);
        }
        finally
        {
            // The last read may have ended on one of the threads, which can not wait for itself.
            await Task.Yield();
            await over.CancelAsync();
            Array.ForEach(threads, thread => thread.Join());
        }
    }

    [Fact]
    public async Task A_thread_that_looks_reads_once_and_is_not_kept()
    {
        var looker = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Stream.TryReadHere();
        var reading = CountAsync(looker.Task);
        var looking = Task.Factory.StartNew(
            () =>
            {
                looker.SetResult(Environment.CurrentManagedThreadId);
                int looks = 0;
                while (!reading.IsCompleted)
                    looks += Stream.TryReadHere() ? 1 : 0;
                return looks;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await looker.Task;
        for (int sent = 0; sent < Length;)
        {
            await _peer.SendAsync(new byte[Length / 40], SocketFlags.None);
            sent += Length / 40;
            // Then it waits for more, and who sees that first is open.
            await Device.UntilAsync(() => _read == sent);
        }

        _peer.Close();
        int looks = await looking.WaitAsync(Device.Limit);
        // Now and then the pool has read what this thread was about to leave to it, and it goes on with that.
        Assert.InRange(await reading, 1, looks + (looks / 10));
    }

    // Whether the pool saw the byte as well, and so has to watch anew, is a matter of nanoseconds: many rounds meet both.
    [Fact]
    public async Task What_comes_after_a_thread_has_left_is_read_by_the_pool()
    {
        Stream.TryReadHere();
        var reading = CountAsync(Task.FromResult(0));
        for (int round = 0; round < 500; round++)
        {
            int before = _read;
            await _peer.SendAsync(new byte[1], SocketFlags.None);
            SpinWait.SpinUntil(() => Stream.TryReadHere() || _read > before, Device.Limit);
            await Device.UntilAsync(() => _read == before + 1);
            await _peer.SendAsync(new byte[1], SocketFlags.None);
            await Device.UntilAsync(() => _read == before + 2);
        }

        _peer.Close();
        Assert.Equal(0, await reading.WaitAsync(Device.Limit));
    }

    [Fact]
    public async Task An_empty_buffer_waits_for_bytes_and_takes_none()
    {
        Stream.TryReadHere();
        var waiting = Stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(Stream.TryReadHere());
        Assert.False(waiting.IsCompleted);
        await _peer.SendAsync(new byte[] { 7 }, SocketFlags.None);
        Assert.Equal(0, await waiting.WaitAsync(Device.Limit));
        byte[] read = new byte[2];
        Assert.Equal(1, await Stream.ReadAsync(read).AsTask().WaitAsync(Device.Limit));
        Assert.Equal(7, read[0]);
    }

    [Fact]
    public async Task A_read_that_is_shared_ends_with_what_the_peer_closes()
    {
        var reading = BeginShared();
        _peer.Close();
        Assert.Equal(0, await reading.WaitAsync(Device.Limit));
    }

    [Fact]
    public async Task A_read_that_is_shared_fails_where_the_peer_resets()
    {
        var reading = BeginShared();
        _peer.LingerState = new LingerOption(true, 0);
        _peer.Close();
        var failure = await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(Device.Limit));
        var cause = Assert.IsType<SocketException>(failure.InnerException);
        Assert.Equal(SocketError.ConnectionReset, cause.SocketErrorCode);
    }

    // The stream is shut before it is closed: the read may see either.
    [Fact]
    public async Task A_read_that_is_shared_ends_with_its_stream()
    {
        var reading = BeginShared();
        await Stream.DisposeAsync();
        try
        {
            Assert.Equal(0, await reading.WaitAsync(Device.Limit));
        }
        catch (IOException e)
        {
            Assert.IsType<SocketException>(e.InnerException);
        }

        Assert.False(Stream.TryReadHere());
    }

    [Fact]
    public async Task Of_a_stream_that_is_closed_nothing_is_read()
    {
        await Stream.DisposeAsync();
        Assert.False(Stream.TryReadHere());
    }

    // Returns a read that nothing has come for.
    private Task<int> BeginShared()
    {
        Stream.TryReadHere();
        var reading = Stream.ReadAsync(new byte[1]).AsTask();
        Assert.False(Stream.TryReadHere());
        return reading;
    }

    // Returns how many reads ended on the thread that looks.
    private async Task<int> CountAsync(Task<int> looker)
    {
        byte[] buffer = new byte[100];
        int count = 0;
        int read;
        while ((read = await Stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            _read += read;
            if (await looker.ConfigureAwait(false) == Environment.CurrentManagedThreadId)
                count++;
        }

        return count;
    }

    private void Look(int seed, CancellationToken over)
    {
        var random = new Random(seed);
        while (!over.IsCancellationRequested)
        {
            for (int looks = random.Next(50); looks > 0; looks--)
                Stream.TryReadHere();
            Thread.SpinWait(random.Next(2000));
        }
    }

    private async Task WriteAsync()
    {
        var random = new Random(7);
        byte[] bytes = Bytes();
        for (int start = 0; start < bytes.Length;)
        {
            int size = Math.Min(random.Next(1, 200), bytes.Length - start);
            await _peer.SendAsync(bytes.AsMemory(start, size), SocketFlags.None);
            start += size;
            if (random.Next(3) == 0)
                await Task.Yield();
        }
    }

    private static byte[] Bytes() => [.. Enumerable.Range(0, Length).Select(i => (byte)(i % 251))];
}
