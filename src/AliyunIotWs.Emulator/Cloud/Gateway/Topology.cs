using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>
/// Which devices live behind which gateway, and so for whom a device may speak. A device lives behind one gateway at the
/// most: with the next one it leaves the one before (page on the interface BatchAddThingTopo).
/// </summary>
internal sealed class Topology(DeviceRegistry devices)
{
    private readonly object _gate = new();

    /// <summary>The device that a part of a message names; null where it is not known.</summary>
    public DeviceEntry? Find(JsonElement identity) =>
        devices.Find(identity.Text("productKey") ?? string.Empty, identity.Text("deviceName") ?? string.Empty);

    /// <summary>Finds the device that a part of a message is about.</summary>
    /// <param name="sender">Who speaks.</param>
    /// <param name="identity"><c>{"productKey","deviceName"}</c>; the sender itself where there is none.</param>
    /// <param name="device">The device.</param>
    /// <returns>False where the sender may not speak for it, or it is not known.</returns>
    public bool TryFind(DeviceEntry sender, JsonElement identity, [NotNullWhen(true)] out DeviceEntry? device)
    {
        device = identity.ValueKind == JsonValueKind.Undefined ? sender : Find(identity);
        return ReferenceEquals(device, sender) || (device is not null && sender.SubDevices.Contains(device));
    }

    /// <summary>Puts a device behind a gateway.</summary>
    /// <returns>The gateway that it leaves; null where there is none.</returns>
    public DeviceEntry? Add(DeviceEntry gateway, DeviceEntry device)
    {
        lock (_gate)
        {
            var previous = device.Gateway;
            if (ReferenceEquals(previous, gateway))
                return null;
            previous?.SubDevices.Remove(device);
            device.Gateway = gateway;
            gateway.SubDevices.Add(device);
            return previous;
        }
    }

    /// <summary>Takes a device from behind its gateway.</summary>
    /// <returns>The gateway; null where there is none.</returns>
    public DeviceEntry? Remove(DeviceEntry device)
    {
        lock (_gate)
        {
            var gateway = device.Gateway;
            gateway?.SubDevices.Remove(device);
            device.Gateway = null;
            return gateway;
        }
    }
}
