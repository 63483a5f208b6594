using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>For whom a device may speak: for itself.</summary>
internal sealed class Topology(DeviceRegistry devices)
{
    /// <summary>Finds the device that a part of a message is about.</summary>
    /// <param name="sender">Who speaks.</param>
    /// <param name="identity"><c>{"productKey","deviceName"}</c>; the sender itself where there is none.</param>
    /// <param name="device">The device.</param>
    /// <returns>False where the sender may not speak for it, or it is not known.</returns>
    public bool TryFind(DeviceEntry sender, JsonElement identity, [NotNullWhen(true)] out DeviceEntry? device)
    {
        device = identity.ValueKind == JsonValueKind.Undefined
            ? sender
            : devices.Find(identity.Text("productKey") ?? string.Empty, identity.Text("deviceName") ?? string.Empty);
        return ReferenceEquals(device, sender);
    }
}
