using System.Threading.RateLimiting;
using AliyunIotWs.Endpoints;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.Transport.Pacing;

/// <summary>
/// Paces with token buckets: one for each quality of service, and one for the bytes where the platform limits them.
/// </summary>
internal sealed class SendPacer : ISendPacer
{
    private readonly RateLimiter _qosZero;
    private readonly RateLimiter _qosOne;
    private readonly RateLimiter? _bytes;

    private SendPacer(RateLimiter qosZero, RateLimiter qosOne, RateLimiter? bytes) =>
        (_qosZero, _qosOne, _bytes) = (qosZero, qosOne, bytes);

    /// <param name="limited">The other side keeps the platform's published rates, which are the default then.</param>
    /// <param name="messagesPerSecond">Null: the default. 0: none is held back.</param>
    public static SendPacer? Create(bool limited, double? messagesPerSecond)
    {
        if (messagesPerSecond is { } rate)
        {
            if (rate == 0)
                return null;
            RateLimiter one = Bucket(rate);
            return new SendPacer(one, one, null);
        }

        return limited
            ? new SendPacer(
                Bucket(PlatformLimits.QosZeroRate), Bucket(PlatformLimits.QosOneRate), Bytes(PlatformLimits.Throughput))
            : null;
    }

    public bool TryPass(int qos, int bytes)
    {
        // With two buckets a turn might be had at one and not at the other, and could not be given back.
        if (_bytes is not null)
            return false;
        try
        {
            using var lease = Messages(qos).AttemptAcquire();
            return lease.IsAcquired;
        }
        catch (ObjectDisposedException)
        {
            // The connection has ended; the message may go on and hear so.
            return true;
        }
    }

    public async Task PassAsync(int qos, int bytes, CancellationToken cancellation)
    {
        try
        {
            using var lease = await Messages(qos).AcquireAsync(1, cancellation).ConfigureAwait(false);
            if (_bytes is null)
                return;
            using var volume = await _bytes.AcquireAsync(bytes, cancellation).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // As in TryPass.
        }
    }

    public void Dispose()
    {
        _qosZero.Dispose();
        _qosOne.Dispose();
        _bytes?.Dispose();
    }

    private RateLimiter Messages(int qos) => qos == 0 ? _qosZero : _qosOne;

    // No more than one period's worth goes at once: a burst is what the platform's counters would see.
    private static TokenBucketRateLimiter Bucket(double perSecond)
    {
        int tokens = (int)Math.Ceiling(perSecond / 50);
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = tokens,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / perSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    private static TokenBucketRateLimiter Bytes(int perSecond) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = perSecond,
        TokensPerPeriod = perSecond / 20,
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(50),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
