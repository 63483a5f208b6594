using System.Globalization;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Shadow;

/// <summary>Answers a device about its shadow, and tells it what an application wishes.</summary>
internal sealed class ShadowService(CloudContext cloud)
{
    private const string Answers = "/shadow/get/";

    public static IEnumerable<CloudRoute> Routes(CloudContext cloud) =>
        [new("/shadow/update/{pk}/{dn}", Answers + "{pk}/{dn}", new ShadowService(cloud).Serve)];

    /// <summary>Sets what an application wishes, and tells the device where it is online.</summary>
    /// <returns>Null, or why nothing has changed.</returns>
    public static ShadowFault? Desire(CloudContext cloud, DeviceEntry device, JsonElement values)
    {
        if (device.Twin.Shadow.Desire(values, cloud.Seconds) is { } fault)
            return fault;
        if (device.IsOnline)
            cloud.Delivery.Send(device, Answers + device.Key, Write("control", device.Twin.Shadow, cloud.Seconds));
        return null;
    }

    private void Serve(CloudMessage message)
    {
        using var document = CompactJson.TryRead(message.Payload);
        var (request, fault) = ShadowRequest.Read(message.Payload, document?.RootElement);
        var shadow = message.Device.Twin.Shadow;
        fault ??= request!.Method switch
        {
            "update" => shadow.Update(request.Reported, request.ClearsDesired, request.Version, cloud.Seconds),
            "delete" => shadow.Delete(
                request.Reported?.EnumerateObject().Select(one => one.Name), request.Version, cloud.Seconds),
            _ => null,
        };
        if (fault is not null)
            cloud.Rejected(message, fault.Code, fault.Message);

        cloud.Delivery.Reply(message, Answers + message.Device.Key, () => fault is not null ? WriteFault(fault)
            : request!.Method == "get" ? Write("reply", shadow, cloud.Seconds)
            : WriteSuccess(shadow.Version));
    }

    // The version stands beside the payload here, and inside of it in the answer to a change, as the page shows both.
    private static byte[] Write(string method, DeviceShadow shadow, long now) => CompactJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("method", method);
        json.WriteStartObject("payload");
        json.WriteString("status", "success");
        long version = shadow.WriteState(json);
        json.WriteEndObject();
        json.WriteNumber("version", version);
        json.WriteNumber("timestamp", now);
        json.WriteEndObject();
    });

    private byte[] WriteSuccess(long version) => WriteReply(json =>
    {
        json.WriteString("status", "success");
        json.WriteNumber("version", version);
    });

    private byte[] WriteFault(ShadowFault fault) => WriteReply(json =>
    {
        json.WriteString("status", "error");
        json.WriteStartObject("content");
        json.WriteString("errorcode", fault.Code.ToString(CultureInfo.InvariantCulture));
        json.WriteString("errormessage", fault.Message);
        json.WriteEndObject();
    });

    private byte[] WriteReply(Action<Utf8JsonWriter> payload) => CompactJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("method", "reply");
        json.WriteStartObject("payload");
        payload(json);
        json.WriteEndObject();
        json.WriteNumber("timestamp", cloud.Seconds);
        json.WriteEndObject();
    });
}
