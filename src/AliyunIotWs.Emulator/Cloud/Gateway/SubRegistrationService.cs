using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>Registration of sub-devices by their gateway (page "Device identity registration").</summary>
internal sealed class SubRegistrationService(CloudContext cloud, RegistrationDesk desk, SubDeviceSessions sessions)
{
    /// <summary>Devices in one request.</summary>
    public const int MostAtOnce = 30;

    public static IEnumerable<CloudRoute> Routes(
        CloudContext cloud, AlinkRoutes alink, RegistrationDesk desk, SubDeviceSessions sessions)
    {
        var service = new SubRegistrationService(cloud, desk, sessions);
        return
        [
            alink.Route("/sys/{pk}/{dn}/thing/sub/register", service.Register),
            alink.Route("/sys/{pk}/{dn}/thing/sub/unregister", service.Unregister),
            alink.Route("/sys/{pk}/{dn}/thing/proxy/provisioning/product_register", service.RegisterWithSecret),
        ];
    }

    // A new secret each time, whether the device has been connected or not: the gateway has to ask again after a loss
    // (page of the C SDK's interfaces).
    private AlinkAnswer Register(CloudMessage message, AlinkRequest request)
    {
        if (TopologyService.ListOf(request.Params) is not { } list || (cloud.Limits.Batches && list.Count > MostAtOnce))
            return AlinkAnswer.BadParameter;
        var found = new List<DeviceEntry>();
        foreach (var part in list)
        {
            if (FaultOf(message.Device, part, out var device) is { } fault)
                return fault;
            found.Add(device!);
        }

        var registered = found.ConvertAll(device => (Device: device, Secret: SecretFor(device)));
        return AlinkAnswer.With(json =>
        {
            json.WriteStartArray();
            foreach (var (device, secret) in registered)
                WriteRegistered(json, device, secret);
            json.WriteEndArray();
        });
    }

    private string SecretFor(DeviceEntry device) =>
        desk.IssueSecret(device.Identity.ProductKey, device.Identity.DeviceName, "by its gateway");

    private AlinkAnswer? FaultOf(DeviceEntry gateway, JsonElement part, out DeviceEntry? device)
    {
        device = cloud.Topology.Find(part);
        if (ReferenceEquals(device, gateway))
            return AlinkAnswer.Error(AlinkCode.OwnSubDevice, "topo relation cannot add by self");
        if (desk.FaultOfProduct(part.Text("productKey")!) is { } product)
            return AlinkAnswer.Error(product.Code, product.Message) with { Reason = product.Reason };
        if (device is null)
            return AlinkAnswer.Error(AlinkCode.DeviceNotFound, "device not found");
        return device.Gateway is { } other && !ReferenceEquals(other, gateway)
            ? AlinkAnswer.Error(AlinkCode.OtherGateway, "device is already bound to another gateway") with
            {
                Reason = $"{device.Key} lives behind {other.Key}; delete it there first",
            }
            : null;
    }

    private static void WriteRegistered(Utf8JsonWriter json, DeviceEntry device, string secret)
    {
        json.WriteStartObject();
        json.WriteString("deviceName", device.Identity.DeviceName);
        json.WriteString("deviceSecret", secret);
        json.WriteString("iotId", IotIdOf(device));
        json.WriteString("productKey", device.Identity.ProductKey);
        json.WriteEndObject();
    }

    private AlinkAnswer Unregister(CloudMessage message, AlinkRequest request)
    {
        if (TopologyService.ListOf(request.Params) is not { } list)
            return AlinkAnswer.BadParameter;
        var found = list.Select(cloud.Topology.Find).ToList();
        if (found.Exists(device => device is null || !message.Device.SubDevices.Contains(device)))
            return AlinkAnswer.Error(AlinkCode.NotInTopology, "topo relation not exist");
        foreach (var device in found)
        {
            sessions.Leave(device!, message.Device, "its gateway has unregistered it");
            cloud.Topology.Remove(device!);
        }

        return AlinkAnswer.Success;
    }

    // Each device has a signature with the product secret of its own; one that is wrong does not stop the others. What a
    // failure looks like is not known beyond its being in "failures".
    private AlinkAnswer RegisterWithSecret(CloudMessage message, AlinkRequest request)
    {
        var list = request.Params.List("proxieds");
        if (list.Count == 0 || (cloud.Limits.Batches && list.Count > MostAtOnce))
            return AlinkAnswer.BadParameter;
        var judged = list.Select(RequestOf).Select(one => (Device: one, Verdict: desk.Judge(one))).ToList();
        var failures = judged.FindAll(one => one.Verdict.Code != AlinkCode.Success);
        foreach (var (device, verdict) in failures)
            cloud.Rejected(message, verdict.Code, $"{device.ProductKey}/{device.DeviceName}: {verdict.Reason}");
        var successes = judged.FindAll(one => one.Verdict.Code == AlinkCode.Success).ConvertAll(one =>
            (one.Device, Secret: desk.IssueSecret(one.Device.ProductKey, one.Device.DeviceName, "by its gateway")));
        return AlinkAnswer.With(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("failures");
            foreach (var (device, verdict) in failures)
            {
                json.WriteStartObject();
                json.WriteNumber("code", verdict.Code);
                json.WriteString("deviceName", device.DeviceName);
                json.WriteString("message", verdict.Message);
                json.WriteString("productKey", device.ProductKey);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("successes");
            foreach (var (device, secret) in successes)
            {
                json.WriteStartObject();
                json.WriteString("deviceSecret", secret);
                json.WriteString("productKey", device.ProductKey);
                json.WriteString("deviceName", device.DeviceName);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static RegistrationRequest RequestOf(JsonElement part) => new(
        part.Text("productKey") ?? string.Empty,
        part.Text("deviceName") ?? string.Empty,
        part.Text("random") ?? string.Empty,
        part.Text("signMethod") ?? part.Text("signmethod") ?? "hmacmd5",
        part.Text("sign") ?? string.Empty);

    // Always the same for a device, as on the platform, where nothing can be read from it either.
    private static string IotIdOf(DeviceEntry device) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(device.Key)))[..32].ToLowerInvariant();
}
