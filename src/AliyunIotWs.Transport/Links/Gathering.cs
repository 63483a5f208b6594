namespace AliyunIotWs.Transport.Links;

/// <summary>
/// Lets a reader that is faster than its broker rest for a moment. Each message would wake it by itself, which costs both
/// sides more than the message; what comes during the rest is read at once. It also rests where it might catch up with the
/// broker: while more waits than the window of TCP lets through, a broker hands its messages to the system without sending
/// each, and gets more of them done; and what is acknowledged together it takes in together. Not where this side speaks
/// between two messages: then the next one may be an answer that somebody waits for.
/// </summary>
internal sealed class Gathering(TimeProvider time)
{
    // So many messages that came so soon one after the other are a stream.
    private const int Stream = 16;

    // A rest was not worth it that brought fewer, or less than half of what the stream would have: a broker that has only
    // so many messages unacknowledged stands still meanwhile. Then the next one has to wait for a longer stream.
    private const int Worth = 16;
    private const int LongestStream = 8192;

    // So many are read between two rests, about a window of short messages.
    private const int Share = 800;

    // A rest that brought more bytes may have shut the window: what follows was held back, and has not been waited for.
    private const int Window = 96 * 1024;

    // After so many in a row that were full the broker may be faster than this pace, which then is doubled until the
    // reader has caught up. It also bounds how much waits.
    private const int FullShares = 32;

    private static readonly TimeSpan s_soon = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(2);

    private int _packets;
    private long _bytes;
    private int _share = Share;
    private int _fullShares;
    private int _wakes;
    private long _began;
    private long _streamed;
    private int _needed = Stream;
    private double _worth = Worth;
    private bool _due;
    private bool _rested;

    /// <summary>A packet has been taken.</summary>
    /// <param name="size">Its bytes.</param>
    public void Count(int size)
    {
        _packets++;
        _bytes += size;
    }

    /// <summary>The reader had to wait for more bytes, and now has them.</summary>
    /// <param name="since">When it began to wait.</param>
    /// <param name="spoke">Whether this side has sent something since the last time, other than acknowledgements.</param>
    public void Wake(long since, bool spoke)
    {
        if (_rested && _bytes >= Window && _packets < _share && Soon(since))
            return;
        bool many = _packets >= (_rested ? _worth : Worth);
        if (_rested)
            _needed = many ? Stream : Math.Min(2 * _needed, LongestStream);
        // What comes many at a time without a rest needs none.
        if (spoke || many != _rested)
            _wakes = 0;
        else if (Soon(since))
            _wakes = Math.Min(_wakes + 1, 2 * _needed);
        else
            // Also the machine may have been busy for a moment.
            _wakes /= 2;
        (_began, _streamed) = _wakes <= 1 ? (since, 0) : (_began, _streamed + _packets);
        (_due, _rested) = (_wakes >= _needed, false);
        (_packets, _bytes) = (0, 0);
        (_share, _fullShares) = (Share, 0);
        if (_due)
            _worth = Math.Max(Worth, _streamed * (s_rest / time.GetElapsedTime(_began)) / 2);
    }

    /// <summary>The rest before the reader looks for more, or null.</summary>
    public Task? Rest()
    {
        if (_rested && _packets >= _share)
        {
            if (++_fullShares % FullShares == 0)
                _share *= 2;
        }
        else if (!_due)
        {
            return null;
        }

        (_due, _rested, _packets, _bytes) = (false, true, 0, 0);
        return Task.Delay(s_rest, time);
    }

    private bool Soon(long since) => time.GetElapsedTime(since) < s_soon;
}
