using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Cloud.Gateway;
using AliyunIotWs.Emulator.Cloud.Rrpc;
using AliyunIotWs.Emulator.Cloud.ThingModel;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Events;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Emulator.Messages;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>What all services of the cloud share.</summary>
internal sealed record CloudContext(
    DeviceRegistry Devices,
    DeviceDelivery Delivery,
    EmulatorEventLog Events,
    ThingModelCatalog Models,
    FileShelf Files,
    EmulatorLimits Limits,
    TimeProvider Time)
{
    /// <summary>Who may speak for whom.</summary>
    public Topology Topology { get; } = new(Devices);

    /// <summary>Calls of the cloud that wait for a device's answer.</summary>
    public PendingCalls Pending { get; } = new();

    /// <summary>Numbers of the cloud's messages.</summary>
    public CallIds Ids { get; } = new();

    /// <summary>
    /// Says what a request of a device is answered with in the place of what its service says; null leaves it at that.
    /// </summary>
    public Func<DeviceEntry, AlinkAnswer?>? Objection { get; set; }

    /// <summary>Milliseconds since 1970, as the platform writes times.</summary>
    public long Milliseconds => Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Seconds since 1970, as device shadows have them.</summary>
    public long Seconds => Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Sends a device an Alink message, without waiting for its answer.</summary>
    /// <returns>Null, or why it does not arrive.</returns>
    public string? Call(DeviceEntry device, string path, string method, Action<Utf8JsonWriter> parameters) =>
        Delivery.Send(device, $"/sys/{device.Key}{path}", AlinkCall.Write(Ids.NextMessage(), method, parameters));

    /// <summary>Notes that a request of a device was refused.</summary>
    public void Rejected(CloudMessage message, int code, string reason) => Events.Add(
        EmulatorEventCode.RequestRejected,
        $"{message.Topic} was answered with {code}: {reason}",
        message.Device.Identity);
}
