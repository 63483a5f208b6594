using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>Properties and events that a device posts, one by one or many together.</summary>
internal sealed class ThingModelService(CloudContext cloud)
{
    /// <summary>Properties in one message.</summary>
    public const int MostProperties = 200;

    /// <summary>Events in one pack.</summary>
    public const int MostEvents = 200;

    /// <summary>Sub-devices in one pack.</summary>
    public const int MostSubDevices = 20;

    private static readonly AlinkAnswer s_badTime =
        AlinkAnswer.Error(AlinkCode.BadTime, "time is no number of milliseconds");

    private static readonly AlinkAnswer s_tooManyProperties =
        AlinkAnswer.Error(AlinkCode.TooManyProperties, "map size must less than 200");

    private static readonly AlinkAnswer s_notInTopology =
        AlinkAnswer.Error(AlinkCode.NotInTopology, "topo relation not exist");

    public static IEnumerable<CloudRoute> Routes(CloudContext cloud, AlinkRoutes alink)
    {
        var service = new ThingModelService(cloud);
        return
        [
            alink.Route("/sys/{pk}/{dn}/thing/event/property/post", service.PostProperties),
            alink.Route("/sys/{pk}/{dn}/thing/event/{id}/post", service.PostEvent),
            alink.Route("/sys/{pk}/{dn}/thing/event/property/batch/post", service.PostBatch),
            alink.Route("/sys/{pk}/{dn}/thing/event/property/history/post", service.PostHistory),
            alink.Route("/sys/{pk}/{dn}/thing/event/property/pack/post", service.PostPack),
        ];
    }

    private AlinkAnswer PostProperties(CloudMessage message, AlinkRequest request)
    {
        if (!request.Params.IsFilledObject())
            return AlinkAnswer.BadParameter;
        var report = new ModelReport(cloud, message.Device);
        if (!report.ReadProperties(request.Params))
            return s_badTime;
        return report.PropertyCount > MostProperties ? s_tooManyProperties : report.Keep();
    }

    private AlinkAnswer PostEvent(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.ValueKind != JsonValueKind.Object)
            return AlinkAnswer.BadParameter;
        var report = new ModelReport(cloud, message.Device);
        return report.ReadEvent(message.Variable, request.Params) ? report.Keep() : s_badTime;
    }

    private AlinkAnswer PostBatch(CloudMessage message, AlinkRequest request)
    {
        if (!request.Params.IsFilledObject())
            return AlinkAnswer.BadParameter;
        var report = new ModelReport(cloud, message.Device);
        if (!report.ReadProperties(request.Params.Member("properties"))
            || !report.ReadEvents(request.Params.Member("events")))
        {
            return s_badTime;
        }

        if (report.PropertyCount + report.EventCount == 0)
            return AlinkAnswer.BadParameter;
        return report.PropertyCount > MostProperties ? s_tooManyProperties : report.Keep();
    }

    private AlinkAnswer PostHistory(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.ValueKind != JsonValueKind.Array || request.Params.GetArrayLength() == 0)
            return AlinkAnswer.BadParameter;
        var reports = new List<ModelReport>();
        foreach (var entry in request.Params.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object)
                return AlinkAnswer.BadParameter;
            if (!cloud.Topology.TryFind(message.Device, entry.Member("identity"), out var device))
                return s_notInTopology;
            var report = new ModelReport(cloud, device);
            if (!entry.List("properties").All(report.ReadProperties) || !entry.List("events").All(report.ReadEvents))
                return s_badTime;
            reports.Add(report);
        }

        return KeepAll(reports, asHistory: true);
    }

    private AlinkAnswer PostPack(CloudMessage message, AlinkRequest request)
    {
        if (!request.Params.IsFilledObject())
            return AlinkAnswer.BadParameter;
        var subDevices = request.Params.List("subDevices");
        if (subDevices.Count > MostSubDevices)
            return AlinkAnswer.Error(AlinkCode.TooManySubDevices, "sub device size must less than 20");
        var reports = new List<ModelReport>();
        foreach (var part in subDevices.Prepend(request.Params))
        {
            // The first part is the gateway's own, which has no identity.
            if (!cloud.Topology.TryFind(message.Device, part.Member("identity"), out var device))
                return s_notInTopology;
            var report = new ModelReport(cloud, device);
            if (!report.ReadProperties(part.Member("properties")) || !report.ReadEvents(part.Member("events")))
                return s_badTime;
            reports.Add(report);
        }

        return reports.Sum(report => report.EventCount) > MostEvents
            ? AlinkAnswer.Error(AlinkCode.TooManyEvents, "event size must less than 200")
            : KeepAll(reports, asHistory: false);
    }

    // All or nothing: whatever is wrong with a part was found before the first part is kept.
    private static AlinkAnswer KeepAll(List<ModelReport> reports, bool asHistory)
    {
        if (reports.Sum(report => report.PropertyCount) > MostProperties)
            return s_tooManyProperties;
        if (reports.TrueForAll(report => report.PropertyCount + report.EventCount == 0))
            return AlinkAnswer.BadParameter;
        var answer = AlinkAnswer.Success;
        foreach (var report in reports)
        {
            if (report.Keep(asHistory) is { Data: not null } filtered)
                answer = filtered;
        }

        return answer;
    }
}
