using System.Text;

namespace AliyunIotWs;

/// <summary>A message that the connection received.</summary>
public sealed class IotMessage
{
    private readonly DateTimeOffset _receivedAt;
    private string? _payload;

    internal IotMessage(
        string topic, byte[] bytes, int qos, bool duplicate, DateTimeOffset receivedAt, string connectionName)
    {
        Topic = topic;
        Bytes = bytes;
        Qos = qos;
        Duplicate = duplicate;
        _receivedAt = receivedAt;
        ConnectionName = connectionName;
    }

    /// <summary>The topic that the message was published on.</summary>
    public string Topic { get; }

    /// <summary>
    /// The payload read as UTF-8; bytes that are no UTF-8 show as U+FFFD, so take <see cref="Bytes"/> for binary data.
    /// </summary>
    public string Payload => _payload ??= Encoding.UTF8.GetString(Bytes);

    /// <summary>The payload byte for byte.</summary>
    public byte[] Bytes { get; }

    /// <summary>The quality of service of the delivery, 0 or 1.</summary>
    public int Qos { get; }

    /// <summary>The sender marked it as sent before (MQTT 3.1.1, section 3.3.1.1).</summary>
    public bool Duplicate { get; }

    /// <summary>When the connection read it, in local time.</summary>
    public DateTime ReceivedAt => _receivedAt.LocalDateTime;

    /// <summary>The name of the connection that received it.</summary>
    public string ConnectionName { get; }

    /// <summary>The payload as text.</summary>
    public override string ToString() => Payload;
}
