using System.Globalization;
using AliyunIotWs.Session.Links;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE packet that waits for its answer.</summary>
internal sealed class ControlRequest(SubscriptionEntry[] entries, bool subscribes, long askedAt)
{
    /// <summary>The return code of a filter that the broker does not grant (MQTT 3.1.1, section 3.9.3).</summary>
    public const byte Refused = 0x80;

    /// <summary>The entries in the order of the packet.</summary>
    public SubscriptionEntry[] Entries { get; } = entries;

    public bool Subscribes { get; } = subscribes;

    /// <summary>The quality of service asked for, for each entry.</summary>
    public int[] Qos { get; } = [.. entries.Select(e => e.WantedQos ?? 0)];

    public long AskedAt { get; } = askedAt;

    public void Send(IMqttLink link, ushort packetId)
    {
        if (Subscribes)
            link.Subscribe(packetId, [.. Entries.Select((e, i) => new TopicRequest(e.Filter, Qos[i]))]);
        else
            link.Unsubscribe(packetId, [.. Entries.Select(e => e.Filter)]);
    }

    /// <summary>Says which rule an answer to it breaks; null where it breaks none.</summary>
    public string? FaultOf(IReadOnlyList<byte> returnCodes)
    {
        if (!Subscribes)
            return returnCodes.Count == 0 ? null : "a SUBACK in answer to an UNSUBSCRIBE [MQTT-3.10.4-4]";
        if (returnCodes.Count != Entries.Length)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{returnCodes.Count} return codes in answer to a SUBSCRIBE of {Entries.Length} [MQTT-3.8.4-5]");
        }

        for (int i = 0; i < Entries.Length; i++)
        {
            // A broker may grant less than was asked for, not more.
            if (returnCodes[i] < Refused && returnCodes[i] > Qos[i])
                return $"a SUBACK that grants '{Entries[i].Filter}' a higher QoS than was asked for (MQTT 3.1.1, section 3.8.4)";
        }

        return null;
    }
}
