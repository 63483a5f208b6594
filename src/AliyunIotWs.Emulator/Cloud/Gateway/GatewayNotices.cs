using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>What a gateway is told about its sub-devices without having asked.</summary>
internal sealed class GatewayNotices(CloudContext cloud)
{
    /// <summary>
    /// Tells a gateway that a sub-device was thrown off, or may not send. The platform's page has id, code and message;
    /// its C SDK 3.x looks in <c>data</c> for the device, and logs it in again.
    /// </summary>
    public void Error(DeviceEntry gateway, DeviceEntry device, int code, string message, string? id = null) =>
        cloud.Delivery.Tell(gateway, $"/ext/error/{gateway.Key}", () => CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", code);
            json.WritePropertyName("data");
            WriteIdentity(json, device);
            json.WriteString("id", id ?? cloud.Ids.NextMessage());
            json.WriteString("message", message);
            json.WriteEndObject();
        }));

    /// <summary>Tells a gateway that somebody has changed what lives behind it.</summary>
    public void Changed(DeviceEntry gateway, TopologyChange change, DeviceEntry device)
    {
        if (!gateway.IsOnline)
            return;
        cloud.Call(gateway, "/thing/topo/change", "thing.topo.change", json =>
        {
            json.WriteStartObject();
            json.WriteNumber("status", (int)change);
            json.WriteStartArray("subList");
            WriteIdentity(json, device);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// Tells a sub-device what becomes of it, disable, enable or delete, on its own topic over its gateway's connection.
    /// </summary>
    public void Life(DeviceEntry gateway, DeviceEntry device, string verb)
    {
        if (!gateway.IsOnline)
            return;
        byte[] call = AlinkCall.Write(cloud.Ids.NextMessage(), $"thing.{verb}", static json =>
        {
            json.WriteStartObject();
            json.WriteEndObject();
        });
        cloud.Delivery.Send(device, $"/sys/{device.Key}/thing/{verb}", call, over: gateway);
    }

    public static void WriteIdentity(Utf8JsonWriter json, DeviceEntry device)
    {
        json.WriteStartObject();
        json.WriteString("deviceName", device.Identity.DeviceName);
        json.WriteString("productKey", device.Identity.ProductKey);
        json.WriteEndObject();
    }
}
