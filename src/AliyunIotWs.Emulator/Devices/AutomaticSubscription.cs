using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Authorization;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>
/// The subscriptions that the platform makes for a device whose SDK counts on them. The page "Automatic topic
/// subscription" names Link SDK C 3.1, 3.2 and 4.x and says that an UNSUBSCRIBE ends one; how the platform knows them is
/// not documented. Taken for it here is what those SDKs announce in the client id: <c>_ss=1</c>, or their version. That
/// is likely at best; a device that subscribes all the same gets each message once.
/// </summary>
internal sealed class AutomaticSubscription(EmulatorDevice device)
{
    private static readonly string[] s_versions = ["sdk-c-3.1.", "sdk-c-3.2.", "sdk-c-4."];

    private readonly object _gate = new();
    private readonly HashSet<SystemTopic> _ended = [];
    private volatile bool _active;

    /// <summary>True when the client announced such an SDK.</summary>
    public static bool IsExpectedBy(MqttClientId? client) =>
        client is not null
        && (client["_ss"] == "1"
            || (client["_v"] is { } version
                && s_versions.Any(one => version.StartsWith(one, StringComparison.Ordinal))));

    /// <summary>A client is online; its SDK decides until the next one comes.</summary>
    public void Begin(MqttClientId? client) => _active = IsExpectedBy(client);

    /// <summary>The device unsubscribed, which ends the automatic subscription of the same filter.</summary>
    public void End(string filter)
    {
        if (!_active)
            return;
        foreach (var row in SystemTopics.All)
        {
            if (row.Delivery != TopicDelivery.Automatic || row.Pattern.FilterOf(device) != filter)
                continue;
            lock (_gate)
                _ended.Add(row);
        }
    }

    /// <summary>The session is no more.</summary>
    public void Forget()
    {
        _active = false;
        lock (_gate)
            _ended.Clear();
    }

    /// <summary>True when the device is sent the topic without a subscription of its own.</summary>
    public bool Fits(ReadOnlySpan<string> topic)
    {
        if (!_active)
            return false;
        lock (_gate)
        {
            foreach (var row in SystemTopics.All)
            {
                if (row.Delivery == TopicDelivery.Automatic
                    && !_ended.Contains(row)
                    && row.Pattern.Meets(device, topic))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
