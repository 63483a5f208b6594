using System.Text;
using AliyunIotWs.Emulator.Messages;

namespace AliyunIotWs;

/// <summary>A message that a device published to the emulator.</summary>
public sealed class IotEmulatorMessage
{
    private string? _payload;

    internal IotEmulatorMessage(EmulatorMessage message)
    {
        ProductKey = message.ProductKey;
        DeviceName = message.DeviceName;
        Topic = message.Topic;
        Bytes = message.Payload;
        Qos = message.Qos;
        ReceivedAt = message.ReceivedAt.LocalDateTime;
    }

    /// <summary>The product of the device.</summary>
    public string ProductKey { get; }

    /// <summary>The device that published it.</summary>
    public string DeviceName { get; }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The payload read as UTF-8.</summary>
    public string Payload => _payload ??= Encoding.UTF8.GetString(Bytes);

    /// <summary>The payload byte for byte.</summary>
    public byte[] Bytes { get; }

    /// <summary>The quality of service, 0 or 1.</summary>
    public int Qos { get; }

    /// <summary>When the emulator took it, in local time.</summary>
    public DateTime ReceivedAt { get; }

    /// <summary>The payload as text.</summary>
    public override string ToString() => Payload;
}
