using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace AliyunIotWs.Transport.Dialing;

/// <summary>
/// A read that is completed by a thread that waits for an answer or by the pool, whichever sees the bytes first. The pool
/// only watches for them, so that either may take them.
/// </summary>
/// <param name="socket">Does not block: only then a read that finds nothing returns although another one waits.</param>
internal sealed class SharedRead(Socket socket) : IValueTaskSource<int>, IThreadPoolWorkItem
{
    // So many reads are shared after a thread has looked: in a stream that nobody waits for, watching is a detour.
    private const int Turns = 64;

    private const int Idle = 0;
    private const int Pending = 1;
    private const int Taken = 2;

    // This thread waits for something else, and is not to be kept by what comes behind that.
    [ThreadStatic]
    private static bool t_lent;

    private ManualResetValueTaskSourceCore<int> _source;
    private Memory<byte> _buffer;
    private int _state;
    private int _watched;
    private int _turns;

    /// <summary>Whether the next read is to be shared.</summary>
    public bool TakeTurn()
    {
        if (_turns == 0)
            return false;
        _turns--;
        return true;
    }

    /// <summary>Reads, or waits for bytes where the buffer is empty, as TLS does before it reads; one read at a time.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        bool isBehindBytes = !_buffer.IsEmpty;
        _source.Reset();
        _buffer = buffer;
        Interlocked.Exchange(ref _state, Pending);
        if (t_lent && isBehindBytes)
            EnsureWatched();
        else
            TryComplete();
        return new ValueTask<int>(this, _source.Version);
    }

    /// <summary>Completes the read on this thread, with what the reader does then; false where nothing has come.</summary>
    public bool TryReadHere()
    {
        _turns = Turns;
        t_lent = true;
        try
        {
            return TryComplete();
        }
        finally
        {
            t_lent = false;
        }
    }

    int IValueTaskSource<int>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute() => _ = WatchAsync();

    // A read that is pending is always watched, since a thread that looks may leave at any time.
    private void EnsureWatched()
    {
        if (Volatile.Read(ref _watched) != 0 || Interlocked.Exchange(ref _watched, 1) != 0)
            return;
        if (t_lent)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        var error = SocketError.Success;
        try
        {
            // An empty buffer: this waits for bytes and takes none.
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
        }

        // First: who puts the read back sees by it that nobody watches.
        Interlocked.Exchange(ref _watched, 0);
        TryComplete(error);
    }

    private bool TryComplete(SocketError error = SocketError.Success)
    {
        if (Volatile.Read(ref _state) != Pending || Interlocked.CompareExchange(ref _state, Taken, Pending) != Pending)
            return false;
        int count = 0;
        if (error == SocketError.Success)
            error = Receive(out count);
        if (error == SocketError.WouldBlock)
        {
            Interlocked.Exchange(ref _state, Pending);
            EnsureWatched();
            return false;
        }

        Volatile.Write(ref _state, Idle);
        if (error == SocketError.Success)
        {
            _source.SetResult(count);
        }
        else
        {
            var cause = new SocketException((int)error);
            _source.SetException(new IOException(cause.Message, cause));
        }

        return true;
    }

    private SocketError Receive(out int count)
    {
        count = 0;
        try
        {
            if (_buffer.IsEmpty)
                return socket.Poll(0, SelectMode.SelectRead) ? SocketError.Success : SocketError.WouldBlock;
            count = socket.Receive(_buffer.Span, SocketFlags.None, out var error);
            return error;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}
