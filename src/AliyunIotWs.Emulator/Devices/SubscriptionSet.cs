using AliyunIotWs.Emulator.Authorization;
using MQTTnet;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>
/// The topic filters that a device has subscribed to, in the order in which they came. Safe to use from any thread.
/// </summary>
/// <param name="delay">How long it takes until one, or its end, comes into effect.</param>
/// <param name="time">The clock.</param>
internal sealed class SubscriptionSet(TimeSpan delay, TimeProvider time)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Span> _filters = new(StringComparer.Ordinal);

    /// <summary>Those that have not been ended, in effect or not.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
                return [.. _filters.Where(one => one.Value.Until is null).Select(one => one.Key)];
        }
    }

    /// <summary>Adds a filter; one that is there already is free.</summary>
    /// <returns>False when the device has reached the platform's limit.</returns>
    public bool TryAdd(string filter)
    {
        lock (_gate)
        {
            var span = _filters.GetValueOrDefault(filter);
            if (span is { Until: null })
                return true;
            if (span is null && _filters.Count >= PlatformLimits.SubscriptionsPerDevice && !ForgetEnded())
                return false;
            _filters[filter] = new(span is not null && IsInEffect(span) ? span.From : time.GetUtcNow() + delay, null);
            return true;
        }
    }

    public void Remove(string filter)
    {
        lock (_gate)
        {
            if (delay == TimeSpan.Zero)
                _filters.Remove(filter);
            else if (_filters.TryGetValue(filter, out var span) && span.Until is null)
                _filters[filter] = span with { Until = time.GetUtcNow() + delay };
        }
    }

    public void Clear()
    {
        lock (_gate)
            _filters.Clear();
    }

    /// <summary>True when a filter that is in effect fits the topic.</summary>
    public bool Fits(string topic)
    {
        lock (_gate)
        {
            if (_filters.TryGetValue(topic, out var span) && IsInEffect(span))
                return true;
            foreach (var (filter, other) in _filters)
            {
                if (MqttTopicFilterComparer.Compare(topic, filter) == MqttTopicFilterCompareResult.IsMatch && IsInEffect(other))
                    return true;
            }

            return false;
        }
    }

    private bool ForgetEnded()
    {
        string[] ended = [.. _filters.Where(one => one.Value.Until <= time.GetUtcNow()).Select(one => one.Key)];
        foreach (string filter in ended)
            _filters.Remove(filter);
        return ended.Length > 0;
    }

    private bool IsInEffect(Span span)
    {
        if (delay == TimeSpan.Zero)
            return true;
        var now = time.GetUtcNow();
        return span.From <= now && !(span.Until <= now);
    }

    /// <summary>When a subscription is in effect; without an end where it was not ended.</summary>
    private sealed record Span(DateTimeOffset From, DateTimeOffset? Until);
}
