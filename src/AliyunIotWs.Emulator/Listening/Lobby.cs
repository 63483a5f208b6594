namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// Where connections are between accept and an answered CONNECT. One that has not said a word costs little: many of
/// them may be here, and the oldest goes when there are more. One that has begun to speak takes a seat; when all are
/// taken and somebody waits, those go of whom nothing was heard for a second. So a flood of silent peers keeps nobody
/// out, and a crowd of devices that all come at once is let in one after the other.
/// </summary>
// A semaphore whose wait handle is never asked for holds nothing that has to be given back.
#pragma warning disable CA1001
internal sealed class Lobby(TimeProvider time)
#pragma warning restore CA1001
{
    /// <summary>Connections that may be between their first byte and their CONNACK.</summary>
    public const int Seats = 1024;

    /// <summary>Connections that may be here without a word.</summary>
    public const int SilentLimit = 4096;

    /// <summary>All that may be here; others wait in the system's backlog.</summary>
    public const int Limit = 2 * SilentLimit;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly SemaphoreSlim _room = new(Limit, Limit);
    private readonly SemaphoreSlim _seats = new(Seats, Seats);
    private readonly LinkedList<PeerStream> _silent = new();
    private readonly HashSet<PeerStream> _seated = [];
    private int _standing;
    private long _lastLook;

    /// <summary>Waits until one more connection may be accepted. Followed by <see cref="Leave"/> of it.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Waits for a peer's first bytes.</summary>
    /// <returns>False at the end of the connection.</returns>
    public async ValueTask<bool> ListenAsync(PeerStream peer, CancellationToken cancellationToken)
    {
        var beginning = peer.BeginAsync(cancellationToken);
        if (beginning.IsCompleted)
            return await beginning.ConfigureAwait(false);
        var place = new LinkedListNode<PeerStream>(peer);
        PeerStream? oldest = null;
        lock (_gate)
        {
            _silent.AddLast(place);
            if (_silent.Count > SilentLimit)
                oldest = _silent.First!.Value;
        }

        oldest?.End($"{SilentLimit} other connections are silent too");
        try
        {
            return await beginning.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _silent.Remove(place);
        }
    }

    /// <summary>Waits for a seat.</summary>
    public async Task SitAsync(PeerStream peer, CancellationToken cancellationToken)
    {
        if (!await _seats.WaitAsync(0, cancellationToken).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _standing);
            try
            {
                while (!await _seats.WaitAsync(s_pause, cancellationToken).ConfigureAwait(false))
                    ShowOut();
            }
            finally
            {
                Interlocked.Decrement(ref _standing);
            }
        }

        lock (_gate)
            _seated.Add(peer);
    }

    /// <summary>The connection has its answer, or is gone; the first call counts.</summary>
    public void Leave(PeerStream? peer)
    {
        bool seated = false;
        if (peer is not null)
        {
            lock (_gate)
            {
                if (peer.HasLeft)
                    return;
                peer.HasLeft = true;
                seated = _seated.Remove(peer);
            }
        }

        if (seated)
            _seats.Release();
        _room.Release();
    }

    private void ShowOut()
    {
        List<PeerStream> leaving;
        lock (_gate)
        {
            if (_lastLook != 0 && time.GetElapsedTime(_lastLook) < s_pause)
                return;
            _lastLook = time.GetTimestamp();
            leaving =
            [
                .. _seated
                    .Select(peer => (Peer: peer, peer.Silence))
                    .Where(one => one.Silence >= s_patience)
                    .OrderByDescending(one => one.Silence)
                    .Take(Volatile.Read(ref _standing))
                    .Select(one => one.Peer),
            ];
        }

        leaving.ForEach(peer => peer.End("others wait, and nothing was heard of it for a second"));
    }
}
