namespace AliyunIotWs.Requests;

/// <summary>Where the cloud asks, as filters to subscribe to; {ProductKey} and {DeviceName} stand in them.</summary>
internal static class CloudTopics
{
    private const string Own = "/sys/{ProductKey}/{DeviceName}";

    private static readonly (IotRequestKind Kind, string Filter)[] s_all =
    [
        (IotRequestKind.PropertySet, Own + "/thing/service/property/set"),
        (IotRequestKind.Service, Own + "/thing/service/+"),
        (IotRequestKind.Rrpc, Own + "/rrpc/request/+"),
        (IotRequestKind.Raw, Own + "/thing/model/down_raw"),
        (IotRequestKind.Configuration, Own + "/thing/config/push"),
        (IotRequestKind.Configuration, Own + "/thing/config/log/push"),
        (IotRequestKind.Upgrade, "/ota/device/upgrade/{ProductKey}/{DeviceName}"),
        (IotRequestKind.Shadow, "/shadow/get/{ProductKey}/{DeviceName}"),
        (IotRequestKind.Job, Own + "/thing/job/notify"),
        (IotRequestKind.Gateway, Own + "/thing/topo/add/notify"),
        (IotRequestKind.Gateway, Own + "/thing/topo/change"),
        (IotRequestKind.Gateway, Own + "/thing/gateway/permit"),
        (IotRequestKind.Gateway, Own + "/thing/disable"),
        (IotRequestKind.Gateway, Own + "/thing/enable"),
        (IotRequestKind.Gateway, Own + "/thing/delete"),
        (IotRequestKind.Gateway, "/ext/error/{ProductKey}/{DeviceName}"),
    ];

    /// <summary>The filters of these kinds, of all where none is named.</summary>
    /// <param name="kinds">What is wanted.</param>
    /// <param name="announcesRrpc">The client id announces calls on topics of its own, which then carry services
    /// too.</param>
    public static List<string> Filters(IReadOnlyCollection<IotRequestKind>? kinds, bool announcesRrpc)
    {
        // A synchronous service, or property set, comes by RRPC.
        bool calls = kinds is null || kinds.Any(
            k => k is IotRequestKind.Rrpc or IotRequestKind.Service or IotRequestKind.PropertySet);
        List<string> filters =
        [
            .. s_all.Where(t => kinds is null || kinds.Contains(t.Kind) || (calls && t.Kind == IotRequestKind.Rrpc))
                .Select(t => t.Filter),
        ];
        if (calls && announcesRrpc)
            filters.Add("/ext/rrpc/#");
        return filters;
    }
}
