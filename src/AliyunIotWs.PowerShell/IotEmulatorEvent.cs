using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs;

/// <summary>A line of the emulator's cloud log. It holds no secret, no password and no payload.</summary>
public sealed class IotEmulatorEvent
{
    internal IotEmulatorEvent(EmulatorEvent line)
    {
        Number = line.Number;
        Time = line.Time.LocalDateTime;
        Code = (IotEmulatorEventCode)line.Code;
        // Often in a device's own words.
        Device = line.DeviceName is null ? null : IotText.Show($"{line.ProductKey}/{line.DeviceName}");
        ClientId = line.ClientId is null ? null : IotText.Show(line.ClientId);
        Message = IotText.Show(line.Message);
    }

    /// <summary>Counts the lines of an emulator, from 1.</summary>
    public long Number { get; }

    /// <summary>When it happened, in local time.</summary>
    public DateTime Time { get; }

    /// <summary>What happened.</summary>
    public IotEmulatorEventCode Code { get; }

    /// <summary>The device as <c>productKey/deviceName</c>; null where none is known.</summary>
    public string? Device { get; }

    /// <summary>The client id before its first <c>|</c>; null where none was sent.</summary>
    public string? ClientId { get; }

    /// <summary>The reason in words.</summary>
    public string Message { get; }

    /// <summary>Code, device and reason.</summary>
    public override string ToString() =>
        Device is null ? $"{Code}: {Message}" : $"{Code} {Device}: {Message}";
}
