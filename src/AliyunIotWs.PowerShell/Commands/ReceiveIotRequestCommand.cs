using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Credentials;
using AliyunIotWs.Errors;
using AliyunIotWs.Requests;
using AliyunIotWs.Session;
using AliyunIotWs.Session.Links;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits what the cloud asks of the device, as it comes: property sets, services, RRPC, configurations, upgrades,
/// shadow, jobs and what concerns a gateway. Each knows where its answer goes, for Send-IotReply. Subscribes to what it
/// takes.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "IotRequest")]
[OutputType(typeof(IotRequest), typeof(string))]
public sealed class ReceiveIotRequestCommand : ReceivingCmdlet
{
    /// <summary>What to wait for; all where it is left away. Others are left unread.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public IotRequestKind[]? Kind { get; set; }

    /// <summary>The product of a gateway's sub-device; by default that of the connection.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProductKey { get; set; }

    /// <summary>The name of a gateway's sub-device; by default that of the connection.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DeviceName { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        List<InboxReader> readers =
        [
            .. Alive(ResolveConnections()).Select(
                c => new InboxReader(c, Subscribed(c, Filters(c.Session.Settings)))),
        ];
        Receive(readers, null);
    });

    internal override object? Read(IotMessage message, IotMqttConnection connection) =>
        IotRequest.TryRead(message, connection) is { } request && (Kind is null || Kind.Contains(request.Kind))
            ? request
            : null;

    internal override IotException CameUpShort(int wanted, int received) => new(
        IotErrorId.ReceiveTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{received} of {wanted} requests arrived within {TimeoutSeconds} s."),
        "Check that the cloud asks this device; RRPC on a topic of its own comes to clients that connected with "
        + "-CustomRrpc.");

    private List<string> Filters(ConnectionSettings settings) =>
    [
        .. CloudTopics.Filters(Kind, MqttExtension.AnnouncesRrpc(settings.MqttClientId)).Select(
            f => TopicTemplate.Expand(f, ProductKey ?? settings.ProductKey, DeviceName ?? settings.DeviceName)),
    ];

    // Not every product has all of them, so that a refusal is worth no error unless nothing is left.
    private HashSet<string> Subscribed(IotMqttConnection connection, List<string> filters)
    {
        var missing = FindMissing(connection, filters);
        HashSet<string> granted = [.. filters.Except(missing)];
        if (missing.Count == 0)
            return granted;
        var results = Await((stages, cancellation) =>
        {
            stages.Report($"Subscribing '{connection.Name}' to {string.Join(", ", missing)}.");
            return connection.Session.Subscriptions.SubscribeAsync(
                [.. missing.Select(f => new TopicRequest(f, 1))], null, cancellation);
        });
        foreach (var (entry, failure) in results)
        {
            if (entry is not null)
                granted.Add(entry.Filter);
            else
                Tell(failure!.Message);
        }

        return granted.Count > 0 ? granted : throw results[0].Failure!;
    }
}
