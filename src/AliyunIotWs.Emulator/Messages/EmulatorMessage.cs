using MQTTnet;

namespace AliyunIotWs.Emulator.Messages;

/// <summary>A message that a device has published.</summary>
/// <param name="ProductKey">Of the sender.</param>
/// <param name="DeviceName">Of the sender.</param>
/// <param name="Topic">The topic name as it was sent.</param>
/// <param name="Payload">The bytes as they were sent, at most 262,144.</param>
/// <param name="Qos">0 or 1.</param>
/// <param name="ReceivedAt">When the emulator took it.</param>
internal sealed record EmulatorMessage(
    string ProductKey, string DeviceName, string Topic, byte[] Payload, int Qos, DateTimeOffset ReceivedAt)
{
    /// <summary>True when the topic fits the filter, which may hold the wildcards <c>+</c> and <c>#</c>.</summary>
    public bool Matches(string topicFilter) =>
        MqttTopicFilterComparer.Compare(Topic, topicFilter) == MqttTopicFilterCompareResult.IsMatch;
}
