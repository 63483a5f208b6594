using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>Sub-devices that come online and go offline over their gateway (page "Connect and disconnect sub-devices").</summary>
internal sealed class LoginService(CloudContext cloud, SubDeviceSessions sessions)
{
    /// <summary>Devices in one batch: 5 on an older page, 50 on the present one.</summary>
    public const int MostAtOnce = 50;

    /// <summary>Sub-devices of one gateway that are online together.</summary>
    public const int MostOnline = 1000;

    private const string Topic = "/ext/session/{pk}/{dn}/combine/";

    private static readonly AlinkAnswer s_noSession = AlinkAnswer.Error(AlinkCode.NoSession, "device no session");

    public static IEnumerable<CloudRoute> Routes(CloudContext cloud, AlinkRoutes alink, SubDeviceSessions sessions)
    {
        var service = new LoginService(cloud, sessions);

        // The requests of the platform's pages have no method, so that the replies have none.
        return
        [
            alink.Route(Topic + "login", service.Login, methodIsOptional: true),
            alink.Route(Topic + "batch_login", service.LoginAll, methodIsOptional: true),
            alink.Route(Topic + "logout", service.Logout, methodIsOptional: true),
            alink.Route(Topic + "batch_logout", service.LogoutAll, methodIsOptional: true),
        ];
    }

    private AlinkAnswer Login(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.ValueKind != JsonValueKind.Object)
            return AlinkAnswer.BadParameter;
        return FaultOf(message.Device, request.Params, out var device)
            ?? Begin(message.Device, [(device!, request.Params)], one: true);
    }

    // All or nothing; data names those that were wrong (page on the login of many sub-devices).
    private AlinkAnswer LoginAll(CloudMessage message, AlinkRequest request)
    {
        var list = request.Params.List("deviceList");
        if (list.Count == 0 || (cloud.Limits.Batches && list.Count > MostAtOnce))
            return AlinkAnswer.BadParameter;
        var found = new List<(DeviceEntry Device, JsonElement Part)>();
        foreach (var part in list)
        {
            if (FaultOf(message.Device, part, out var device, request.Params) is { } fault)
                return fault with { Data = json => WriteOne(json, part) };
            found.Add((device!, part));
        }

        return Begin(message.Device, found, one: false);
    }

    private AlinkAnswer? FaultOf(
        DeviceEntry gateway, JsonElement part, out DeviceEntry? device, JsonElement batch = default)
    {
        device = null;
        if (part.Text("productKey") is null || part.Text("deviceName") is null || part.Text("sign") is null)
            return AlinkAnswer.BadParameter;
        device = cloud.Topology.Find(part);
        if (device is null)
            return AlinkAnswer.Error(AlinkCode.DeviceNotFound, "device not found");
        if (!gateway.SubDevices.Contains(device))
        {
            return AlinkAnswer.Error(AlinkCode.NotInTopology, "topo relation not exist") with
            {
                Reason = $"{device.Key} does not live behind this gateway; add it first (thing.topo.add)",
            };
        }

        if (!device.Account.Enabled)
            return AlinkAnswer.Error(AlinkCode.DeviceDisabled, "device forbidden");
        return SubDeviceSignature.FaultOf(device, gateway, part, batch) is { } fault
            ? AlinkAnswer.Error(AlinkCode.BadLoginSignature, "invalid sign") with { Reason = $"{device.Key}: {fault}" }
            : FaultOfRate(device);
    }

    private AlinkAnswer? FaultOfRate(DeviceEntry device) =>
        cloud.Limits.Connects && !device.Rates.TryConnect()
            ? AlinkAnswer.Error(AlinkCode.TooManyRequests, "too many requests") with
            {
                Reason = $"{device.Key} has logged in five times within a minute",
            }
            : null;

    private AlinkAnswer Begin(DeviceEntry gateway, List<(DeviceEntry Device, JsonElement Part)> found, bool one)
    {
        int online = gateway.SubDevices.All.Count(device => ReferenceEquals(device.Session?.Gateway, gateway));
        if (online + found.Count > MostOnline)
            return AlinkAnswer.Error(AlinkCode.TooManyOnline, "too many subdevices under gateway");
        foreach (var (device, part) in found)
        {
            bool kept = part.Text("cleanSession") is { } text && text.Equals("false", StringComparison.OrdinalIgnoreCase);
            sessions.Begin(device, gateway, part.Text("clientId"), clean: !kept);
        }

        return one
            ? AlinkAnswer.With(json => GatewayNotices.WriteIdentity(json, found[0].Device))
            : TopologyService.AnswerWith([.. found.Select(entry => entry.Device)]);
    }

    private AlinkAnswer Logout(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.Text("productKey") is null || request.Params.Text("deviceName") is null)
            return AlinkAnswer.BadParameter;
        return cloud.Topology.Find(request.Params) is { } device && End(message.Device, device)
            ? AlinkAnswer.With(json => GatewayNotices.WriteIdentity(json, device))
            : s_noSession;
    }

    private AlinkAnswer LogoutAll(CloudMessage message, AlinkRequest request)
    {
        if (TopologyService.ListOf(request.Params) is not { } list || (cloud.Limits.Batches && list.Count > MostAtOnce))
            return AlinkAnswer.BadParameter;
        foreach (var part in list)
        {
            if (!ReferenceEquals(cloud.Topology.Find(part)?.Session?.Gateway, message.Device))
                return s_noSession with { Data = json => WriteOne(json, part) };
        }

        var found = list.Select(part => cloud.Topology.Find(part)!).ToList();
        found.ForEach(device => End(message.Device, device));
        return TopologyService.AnswerWith(found);
    }

    private bool End(DeviceEntry gateway, DeviceEntry device) =>
        sessions.Leave(device, gateway, "its gateway has logged it out");

    private static void WriteOne(Utf8JsonWriter json, JsonElement part)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("deviceName", part.Text("deviceName"));
        json.WriteString("productKey", part.Text("productKey"));
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
