using AliyunIotWs.Session.Links;
using AliyunIotWs.Transport.Packets;

namespace AliyunIotWs.Transport.Links;

/// <summary>
/// PUBLISH packets that came right behind each other and go to the observer together: at each one by itself, this thread and
/// the one that takes the messages would be in each other's way. What the reader had to wait for goes at once, and so does
/// QoS 1: a broker that has no more than so many unacknowledged waits for the answer.
/// </summary>
internal sealed class Arrivals(ILinkObserver observer)
{
    private const int Most = 32;

    // More at once would push messages out of a subscription's bound that somebody is about to take.
    private const int MostBytes = 64 * 1024;

    private InboundPublish[] _publishes = [];
    private bool _behind;
    private int _bytes;

    /// <summary>How many have gathered.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a PUBLISH; the task is complete unless reading has to pause.</summary>
    public ValueTask Add(in InboundPacket packet)
    {
        var publish = packet.Publish;
        if (!_behind)
        {
            _behind = true;
            return observer.OnPublishesAsync(new ReadOnlySpan<InboundPublish>(in publish));
        }

        if (_publishes.Length == 0)
            _publishes = new InboundPublish[Most];
        _publishes[Count++] = publish;
        _bytes += packet.Size;
        return Count < Most && _bytes < MostBytes && publish.Qos == 0 ? ValueTask.CompletedTask : HandOn();
    }

    /// <summary>Hands on what has gathered; the task likewise.</summary>
    public ValueTask HandOn()
    {
        if (Count == 0)
            return ValueTask.CompletedTask;
        var filed = observer.OnPublishesAsync(_publishes.AsSpan(0, Count));
        Array.Clear(_publishes, 0, Count);
        (Count, _bytes) = (0, 0);
        return filed;
    }

    /// <summary>The reader had to wait: the next one is behind no other.</summary>
    public void Break() => _behind = false;
}
