using System.Text;
using AliyunIotWs.Errors;
using AliyunIotWs.Messages;
using AliyunIotWs.Topics;

namespace AliyunIotWs.Endpoints;

/// <summary>
/// The platform's limits for one message (limits page). It drops what exceeds them without an answer, so that it is
/// said here; other brokers have limits of their own.
/// </summary>
internal static class PlatformLimits
{
    public const int PayloadBytes = 256 * 1024;
    public const int TopicBytes = 128;
    public const int TopicSlashes = 7;

    /// <summary>Messages per second that one device may send at QoS 0, and at QoS 1.</summary>
    public const int QosZeroRate = 30;
    public const int QosOneRate = 10;

    /// <summary>What a PUBLISH packet can carry besides its topic (MQTT 3.1.1, section 2.2.3).</summary>
    public const int PacketPayloadBytes = 268_435_455 - MqttText.MaximumBytes - 4;

    /// <summary>Bytes per second of one connection.</summary>
    public const int Throughput = 1024 * 1024;

    /// <exception cref="IotException">The message can not go: over what a packet holds, or on the platform over its limits.</exception>
    public static void Check(bool isPlatform, string topic, int payloadBytes)
    {
        var fault = isPlatform ? FaultOf(topic, payloadBytes)
            : payloadBytes > PacketPayloadBytes ? TooLarge(payloadBytes, "an MQTT packet", PacketPayloadBytes)
            : null;
        if (fault is not null)
            throw fault;
    }

    /// <summary>What the platform would drop the message for, or null.</summary>
    public static IotException? FaultOf(string topic, int payloadBytes)
    {
        if (payloadBytes > PayloadBytes)
            return TooLarge(payloadBytes, "the platform", PayloadBytes);
        // Topics of the platform's own have more slashes than its limits page allows, such as that of
        // thing.event.property.batch.post.
        if (Encoding.UTF8.GetByteCount(topic) <= TopicBytes
            && (topic.AsSpan().Count('/') <= TopicSlashes || SystemTopic.Is(topic)))
        {
            return null;
        }

        return new IotException(
            IotErrorId.InvalidTopic,
            $"The topic '{topic}' is over the platform's limit of {TopicBytes} bytes and {TopicSlashes} slashes.",
            "Use a topic class that the product defines.");
    }

    private static IotException TooLarge(int bytes, string what, int most) => new(
        IotErrorId.InvalidPayload,
        $"The payload has {bytes} bytes; {what} takes {most}.",
        "Split it into several messages.");
}
