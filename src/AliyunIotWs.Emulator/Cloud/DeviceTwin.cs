using AliyunIotWs.Emulator.Cloud.Configuration;
using AliyunIotWs.Emulator.Cloud.Shadow;
using AliyunIotWs.Emulator.Cloud.ThingModel;
using AliyunIotWs.Emulator.Cloud.Upgrade;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>What the cloud remembers of one device. Every part is bounded; its own place says by how much.</summary>
internal sealed class DeviceTwin
{
    /// <summary>The last value of each property.</summary>
    public PropertyStore Properties { get; } = new();

    /// <summary>What the properties are to become.</summary>
    public DesiredStore Desired { get; } = new();

    /// <summary>Tags by key: 200 keys, and 256 KiB of keys and values.</summary>
    public BoundedStore<string> Tags { get; } = new(capacity: 200, capacityInBytes: 256 * 1024);

    /// <summary>The device shadow: 16 KiB.</summary>
    public DeviceShadow Shadow { get; } = new();

    /// <summary>The remote configuration: 64 KiB.</summary>
    public DeviceConfiguration Configuration { get; } = new();

    /// <summary>The firmware modules: 20.</summary>
    public FirmwareModules Firmware { get; } = new();
}
