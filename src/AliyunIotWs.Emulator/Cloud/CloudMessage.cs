using AliyunIotWs.Emulator.Connections;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>A message that a device has published for a service of the cloud.</summary>
/// <param name="Sender">Whose connection it came over: the device itself, or its gateway.</param>
/// <param name="Link">That connection.</param>
/// <param name="Device">Whom the topic names; its twin is meant, and it gets the answer.</param>
/// <param name="Topic">As it was sent.</param>
/// <param name="Variable">What stands for <c>{id}</c> in the route, such as an event's identifier.</param>
/// <param name="Payload">As it was sent.</param>
internal sealed record CloudMessage(
    DeviceEntry Sender, DeviceLink Link, DeviceEntry Device, string Topic, string Variable, ReadOnlyMemory<byte> Payload);
