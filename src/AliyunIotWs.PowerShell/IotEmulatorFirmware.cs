using AliyunIotWs.Emulator.Cloud.Upgrade;

namespace AliyunIotWs;

/// <summary>A firmware module of a device, as the emulated cloud knows it.</summary>
public sealed class IotEmulatorFirmware
{
    internal IotEmulatorFirmware(FirmwareModule module)
    {
        Module = module.Name;
        Version = module.Version;
        OfferedVersion = module.Offer?.Version;
        Step = module.Step;
        Description = module.Description;
    }

    /// <summary>What it is; <c>default</c> is the firmware itself.</summary>
    public string Module { get; }

    /// <summary>The version that the device reported; null before it did.</summary>
    public string? Version { get; }

    /// <summary>The version that is offered to it; null where there is none, or it has reported to run it.</summary>
    public string? OfferedVersion { get; }

    /// <summary>The progress that it reported: 0 to 100, or -1 to -4 for what went wrong.</summary>
    public string? Step { get; }

    /// <summary>What it reported with the progress.</summary>
    public string? Description { get; }

    /// <summary>Module and version.</summary>
    public override string ToString() => $"{Module} {Version}".TrimEnd();
}
