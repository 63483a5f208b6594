using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Limits;

/// <summary>What one device does how often; each part is made when it is first used.</summary>
internal sealed class DeviceRates(TimeProvider time)
{
    private RateWindow? _connects;
    private MessageRate? _qos0;
    private MessageRate? _qos1;

    /// <summary>Counts a connect, or a login over a gateway; false where it is one too many.</summary>
    public bool TryConnect() => LazyInitializer.EnsureInitialized(
        ref _connects, () => new RateWindow(PlatformLimits.ConnectsPerMinute, TimeSpan.FromMinutes(1), time)).TryTake();

    /// <summary>Counts a message of the device; false where it is one too many.</summary>
    /// <param name="qos">0 or 1, which are counted apart.</param>
    public bool TrySend(int qos) => qos == 0
        ? Rate(ref _qos0, PlatformLimits.MessagesPerSecondQos0).TryTake()
        : Rate(ref _qos1, PlatformLimits.MessagesPerSecondQos1).TryTake();

    private MessageRate Rate(ref MessageRate? rate, int perSecond) =>
        LazyInitializer.EnsureInitialized(ref rate, () => new MessageRate(perSecond, time));
}
