using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Gateway;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>
/// What people do on the console with a device as a whole: let it in or keep it out, delete it, put it behind a gateway.
/// A gateway is told what becomes of its sub-devices.
/// </summary>
internal sealed class DeviceDesk(CloudContext cloud, SubDeviceSessions sessions, GatewayNotices notices)
{
    /// <summary>Lets a device connect, or keeps it from it; one that is online is thrown off then.</summary>
    public void Enable(DeviceEntry device, bool enabled)
    {
        if (device.Account.Enabled == enabled)
            return;
        device.Account.Enabled = enabled;
        if (device.Gateway is { } gateway)
        {
            notices.Life(gateway, device, enabled ? "enable" : "disable");
            notices.Changed(gateway, enabled ? TopologyChange.Enabled : TopologyChange.Disabled, device);
        }

        if (enabled)
            return;
        sessions.End(device, AlinkCode.DeviceDisabled, "device forbidden", "the device was disabled");
        device.Kick()?.LogKick("the device was disabled, its connection was closed");
    }

    /// <summary>Forgets a device. Its connection ends, and what lived behind it lives behind nothing.</summary>
    /// <returns>False where it is not known any more.</returns>
    public bool Remove(DeviceEntry device)
    {
        if (!cloud.Devices.Remove(device))
            return false;
        foreach (var one in device.SubDevices.All)
        {
            sessions.Leave(one, device, $"its gateway {device.Key} was deleted");
            cloud.Topology.Remove(one);
        }

        if (device.Gateway is { } gateway)
        {
            notices.Life(gateway, device, "delete");
            notices.Changed(gateway, TopologyChange.Deleted, device);
        }

        sessions.End(device, AlinkCode.DeviceDeleted, "device deleted", "the device was deleted");
        cloud.Topology.Remove(device);
        device.Kick()?.LogKick("the device was deleted, its connection was closed");
        cloud.Events.Add(EmulatorEventCode.Deleted, "the device was deleted", device.Identity);
        return true;
    }

    /// <summary>Puts a device behind a gateway, or with null behind none; its session over another one ends.</summary>
    /// <returns>Null, or why nothing has changed.</returns>
    public string? Place(DeviceEntry device, DeviceEntry? gateway)
    {
        if (ReferenceEquals(device, gateway))
            return $"{AlinkCode.OwnSubDevice}: a device is no sub-device of its own";
        if (gateway?.SubDevices.Count >= TopologyService.MostSubDevices)
            return $"{AlinkCode.TopologyIsFull}: a gateway has {TopologyService.MostSubDevices} sub-devices at most";
        if (ReferenceEquals(device.Gateway, gateway))
            return null;
        if (gateway is not null)
        {
            sessions.Attach(gateway, device);
            notices.Changed(gateway, TopologyChange.Created, device);
        }
        else if (cloud.Topology.Remove(device) is { } previous)
        {
            sessions.End(device, AlinkCode.NotInTopology, "topo relation not exist", "it was taken from its gateway");
            notices.Changed(previous, TopologyChange.Deleted, device);
        }

        return null;
    }
}
