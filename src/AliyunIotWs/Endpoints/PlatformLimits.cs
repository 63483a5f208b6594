using System.Text;
using AliyunIotWs.Errors;

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

    public static void Check(Uri endpoint, string topic, int payloadBytes)
    {
        if (payloadBytes <= PayloadBytes && topic.Length <= TopicBytes / 3 && topic.Length <= TopicSlashes)
            return;
        if (!PlatformEndpoint.IsPlatform(endpoint))
            return;
        if (payloadBytes > PayloadBytes)
        {
            throw new IotException(
                IotErrorId.InvalidPayload,
                $"The payload has {payloadBytes} bytes; the platform takes {PayloadBytes}.",
                "Split it into several messages.");
        }

        if (Encoding.UTF8.GetByteCount(topic) > TopicBytes || topic.AsSpan().Count('/') > TopicSlashes)
        {
            throw new IotException(
                IotErrorId.InvalidTopic,
                $"The topic '{topic}' is over the platform's limit of {TopicBytes} bytes and {TopicSlashes} slashes.",
                "Use a topic class that the product defines.");
        }
    }
}
