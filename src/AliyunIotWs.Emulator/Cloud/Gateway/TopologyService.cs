using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Registration;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>What a gateway asks about the devices that live behind it (page "Manage topological relationships").</summary>
internal sealed class TopologyService(CloudContext cloud, SubDeviceSessions sessions)
{
    /// <summary>Sub-devices of one gateway.</summary>
    public const int MostSubDevices = 1500;

    /// <summary>Devices in one request.</summary>
    public const int MostAtOnce = 30;

    private static readonly AlinkAnswer s_notInTopology =
        AlinkAnswer.Error(AlinkCode.NotInTopology, "topo relation not exist");

    public static IEnumerable<CloudRoute> Routes(CloudContext cloud, AlinkRoutes alink, SubDeviceSessions sessions)
    {
        var service = new TopologyService(cloud, sessions);
        return
        [
            alink.Route("/sys/{pk}/{dn}/thing/topo/add", service.Add),
            alink.Route("/sys/{pk}/{dn}/thing/topo/delete", service.Delete),
            alink.Route("/sys/{pk}/{dn}/thing/topo/get", Get),
            alink.Route("/sys/{pk}/{dn}/thing/list/found", service.Found),
        ];
    }

    /// <summary>The devices of a request; null where its parameters have another form.</summary>
    public static IReadOnlyList<JsonElement>? ListOf(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Array && parameters.GetArrayLength() > 0
        && parameters.EnumerateArray().All(one => one.Text("productKey") is not null && one.Text("deviceName") is not null)
            ? [.. parameters.EnumerateArray()]
            : null;

    public static AlinkAnswer AnswerWith(IReadOnlyList<DeviceEntry> devices) => AlinkAnswer.With(json =>
    {
        json.WriteStartArray();
        foreach (var device in devices)
            GatewayNotices.WriteIdentity(json, device);
        json.WriteEndArray();
    });

    // One that is not right, and none is added (sure: page on the interface BatchAddThingTopo).
    private AlinkAnswer Add(CloudMessage message, AlinkRequest request)
    {
        if (ListOf(request.Params) is not { } list || (cloud.Limits.Batches && list.Count > MostAtOnce))
            return AlinkAnswer.BadParameter;
        var gateway = message.Device;
        var found = new List<DeviceEntry>();
        foreach (var part in list)
        {
            if (cloud.Topology.Find(part) is not { } device)
                return AlinkAnswer.Error(AlinkCode.DeviceNotFound, "device not found");
            if (ReferenceEquals(device, gateway))
                return AlinkAnswer.Error(AlinkCode.OwnSubDevice, "topo relation cannot add by self");
            if (SubDeviceSignature.FaultOf(device, gateway, part) is { } fault)
            {
                return AlinkAnswer.Error(AlinkCode.BadSignature, "request auth error") with
                {
                    Reason = $"{device.Key}: {fault}",
                };
            }

            found.Add(device);
        }

        if (found.Union(gateway.SubDevices.All).Count() > MostSubDevices)
            return AlinkAnswer.Error(AlinkCode.TopologyIsFull, "topo relation cannot over limit");
        foreach (var device in found)
            sessions.Attach(gateway, device);
        return AnswerWith(found);
    }

    private AlinkAnswer Delete(CloudMessage message, AlinkRequest request)
    {
        if (ListOf(request.Params) is not { } list)
            return AlinkAnswer.BadParameter;
        var found = list.Select(cloud.Topology.Find).ToList();
        if (found.Contains(null))
            return AlinkAnswer.Error(AlinkCode.DeviceNotFound, "device not found");
        if (found.Exists(device => !message.Device.SubDevices.Contains(device!)))
            return s_notInTopology;
        foreach (var device in found)
        {
            sessions.Leave(device!, message.Device, "its gateway has taken it from its topology");
            cloud.Topology.Remove(device!);
        }

        return AnswerWith(found!);
    }

    private static AlinkAnswer Get(CloudMessage message, AlinkRequest request) => AnswerWith(message.Device.SubDevices.All);

    // What was found waits for the console's consent; a product that is not known, or a name that none may have, is an
    // error at once.
    private AlinkAnswer Found(CloudMessage message, AlinkRequest request)
    {
        if (ListOf(request.Params) is not { } list)
            return AlinkAnswer.BadParameter;
        foreach (var part in list)
        {
            if (cloud.Devices.FindProduct(part.Text("productKey")!) is null)
                return AlinkAnswer.Error(AlinkCode.ProductNotFound, "product not found");
            if (!RegistrationDesk.IsDeviceName(part.Text("deviceName")!))
                return AlinkAnswer.Error(AlinkCode.BadDeviceName, "device name is illegal");
        }

        return AlinkAnswer.Success;
    }
}
