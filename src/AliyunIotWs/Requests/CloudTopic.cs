namespace AliyunIotWs.Requests;

/// <summary>A topic on which the cloud asks something of a device, and where the answer goes.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="ProductKey">Of the device, or sub-device, that is asked; null where the topic names none.</param>
/// <param name="DeviceName">Likewise.</param>
/// <param name="ReplyTopic">Null where no answer is expected.</param>
/// <param name="RrpcId">Of a call that waits for its answer; null on other topics.</param>
internal sealed record CloudTopic(
    IotRequestKind Kind, string? ProductKey, string? DeviceName, string? ReplyTopic, string? RrpcId = null)
{
    /// <summary>Null where the topic is none of these, such as that of an answer.</summary>
    public static CloudTopic? Parse(string topic) => topic.Split('/') switch
    {
        ["", "sys", var pk, var dn, "rrpc", "request", var id] =>
            new(IotRequestKind.Rrpc, pk, dn, $"/sys/{pk}/{dn}/rrpc/response/{id}", id),
        ["", "ext", "rrpc", var id, "sys", var pk, var dn, ..] => new(IotRequestKind.Rrpc, pk, dn, topic, id),
        ["", "ext", "rrpc", var id, "", var pk, var dn, ..] => new(IotRequestKind.Rrpc, pk, dn, topic, id),
        ["", "ext", "rrpc", var id, ..] => new(IotRequestKind.Rrpc, null, null, topic, id),
        ["", "ota", "device", "upgrade", var pk, var dn] => new(IotRequestKind.Upgrade, pk, dn, null),
        ["", "shadow", "get", var pk, var dn] => new(IotRequestKind.Shadow, pk, dn, null),
        ["", "ext", "error", var pk, var dn] => new(IotRequestKind.Gateway, pk, dn, null),
        ["", "sys", var pk, var dn, "thing", .. var path] when !path[^1].EndsWith("_reply", StringComparison.Ordinal) =>
            KindOf(path) is { } kind
                ? new(kind, pk, dn, path is ["config", "log", "push"] ? null : topic + "_reply")
                : null,
        _ => null,
    };

    private static IotRequestKind? KindOf(string[] path) => path switch
    {
        ["service", "property", "set"] => IotRequestKind.PropertySet,
        ["service", "property", "get"] or ["service", _] => IotRequestKind.Service,
        ["model", "down_raw"] => IotRequestKind.Raw,
        ["config", "push"] or ["config", "log", "push"] => IotRequestKind.Configuration,
        ["job", "notify"] => IotRequestKind.Job,
        ["topo", "add", "notify"] or ["topo", "change"] or ["gateway", "permit"] => IotRequestKind.Gateway,
        ["disable"] or ["enable"] or ["delete"] => IotRequestKind.Gateway,
        _ => null,
    };
}
