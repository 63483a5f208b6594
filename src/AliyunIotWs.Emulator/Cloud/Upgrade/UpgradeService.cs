using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Upgrade;

/// <summary>Tells devices of firmware to upgrade to, and notes what they run and how far they are.</summary>
internal sealed class UpgradeService(CloudContext cloud)
{
    private const string RequestTopic = "/ota/device/request/{pk}/{dn}";

    public static IEnumerable<CloudRoute> Routes(CloudContext cloud, AlinkRoutes alink)
    {
        var service = new UpgradeService(cloud);
        return
        [
            new("/ota/device/inform/{pk}/{dn}", null, service.Inform),
            new("/ota/device/progress/{pk}/{dn}", null, Progress),

            // Question and answer have the same topic.
            new(RequestTopic, RequestTopic, service.Request),
            alink.Route("/sys/{pk}/{dn}/thing/ota/firmware/get", Get),
        ];
    }

    /// <summary>Offers a device a package, and tells it where it is online.</summary>
    /// <returns>False where the device has too many modules.</returns>
    public static bool Offer(CloudContext cloud, DeviceEntry device, FirmwareOffer offer)
    {
        if (!device.Twin.Firmware.TryOffer(offer))
            return false;
        if (device.IsOnline)
            Notify(cloud, device, offer);
        return true;
    }

    private static void Notify(CloudContext cloud, DeviceEntry device, FirmwareOffer offer) => cloud.Delivery.Send(
        device, $"/ota/device/upgrade/{device.Key}", Write(cloud.Ids.NextMessage(), offer.Write));

    private void Inform(CloudMessage message)
    {
        using var document = CompactJson.TryRead(message.Payload);
        if (ParamsOf(document) is not { } parameters || parameters.Text("version") is not { } version)
            return;
        if (message.Device.Twin.Firmware.Report(ModuleOf(parameters), version) is { } offer)
            Notify(cloud, message.Device, offer);
    }

    private static void Progress(CloudMessage message)
    {
        using var document = CompactJson.TryRead(message.Payload);
        if (ParamsOf(document) is { } parameters && parameters.Text("step") is { } step)
            message.Device.Twin.Firmware.Progress(ModuleOf(parameters), step, parameters.Text("desc"));
    }

    // The older way to ask. Its answer is not shown anywhere; that it has the form of the notice, and no data where
    // there is nothing to upgrade to, is a guess.
    private void Request(CloudMessage message)
    {
        using var document = CompactJson.TryRead(message.Payload);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return;
        string module = ParamsOf(document) is { } parameters ? ModuleOf(parameters) : FirmwareModules.Default;
        var offer = message.Device.Twin.Firmware.OfferFor(module);
        string id = AlinkRequest.From(root).Id;
        cloud.Delivery.Reply(
            message, message.Topic, () => Write(id, offer is null ? WriteNothing : offer.Write));
    }

    private static AlinkAnswer Get(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.ValueKind != JsonValueKind.Object)
            return AlinkAnswer.BadParameter;
        return message.Device.Twin.Firmware.OfferFor(ModuleOf(request.Params)) is { } offer
            ? AlinkAnswer.With(offer.Write)
            : AlinkAnswer.Success;
    }

    // The code is text here, "1000", where replies have a number (sure: the page on OTA).
    private static byte[] Write(string id, Action<Utf8JsonWriter> data) => CompactJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("code", "1000");
        json.WritePropertyName("data");
        data(json);
        json.WriteString("id", id);
        json.WriteString("message", "success");
        json.WriteEndObject();
    });

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }

    private static JsonElement? ParamsOf(JsonDocument? document) =>
        document?.RootElement.Member("params") is { ValueKind: JsonValueKind.Object } parameters ? parameters : null;

    private static string ModuleOf(JsonElement parameters) =>
        parameters.Text("module") is { Length: > 0 } module ? module : FirmwareModules.Default;
}
