using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Limits;

/// <summary>What one device does how often; each part is made when it is first used.</summary>
internal sealed class DeviceRates(TimeProvider time)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private RateWindow? _connects;
    private RateWindow? _unacknowledged;
    private RateWindow? _acknowledged;

    /// <summary>Counts a connect, or a login over a gateway; false where it is one too many.</summary>
    public bool TryConnect() => Of(ref _connects, PlatformLimits.ConnectsPerMinute, s_minute).TryTake();

    /// <summary>Counts a message of the device; false where it is one too many.</summary>
    /// <param name="qos">0 or 1, which are counted apart.</param>
    public bool TrySend(int qos) => qos == 0
        ? Of(ref _unacknowledged, PlatformLimits.MessagesPerSecondQos0, s_second).TryTake()
        : Of(ref _acknowledged, PlatformLimits.MessagesPerSecondQos1, s_second).TryTake();

    private RateWindow Of(ref RateWindow? window, int most, TimeSpan period) =>
        LazyInitializer.EnsureInitialized(ref window, () => new RateWindow(most, period, time));
}
