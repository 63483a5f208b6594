using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>A message that a device has published for a service of the cloud.</summary>
/// <param name="Sender">Whose connection it came over: the device itself, or its gateway.</param>
/// <param name="Link">That connection.</param>
/// <param name="Address">Its topic.</param>
/// <param name="Payload">As it was sent.</param>
internal sealed record CloudMessage(
    DeviceEntry Sender, DeviceLink Link, ServedTopic Address, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whom the topic names; its twin is meant, and it gets the answer.</summary>
    public DeviceEntry Device => Address.Device;

    /// <summary>As it was sent.</summary>
    public string Topic => Address.Topic;

    /// <summary>What stands for <c>{id}</c> in the route.</summary>
    public string Variable => Address.Variable;
}
