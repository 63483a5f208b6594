using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits received messages as they come, in the order of arrival. Without -Count and -TimeoutSeconds it goes on until
/// Ctrl+C or <c>Select-Object -First</c>. With -TimeoutSeconds alone it ends silently; with both, coming up short is
/// the non-terminating error ReceiveTimeout.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "IotMessage")]
[OutputType(typeof(IotMessage), typeof(string))]
public sealed class ReceiveIotMessageCommand : ReceivingCmdlet
{
    /// <summary>
    /// Topic filters to read, subscribed to first where needed; without them all that the connection receives.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string[]? Topic { get; set; }

    /// <summary>The highest quality of service of a subscription that is made here: 0 or 1.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    [ArgumentCompleter(typeof(QosCompleter))]
    public int Qos { get; set; } = 1;

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(Topic, () =>
    {
        var connections = ResolveConnections();
        if (Topic is [])
        {
            throw new IotException(
                IotErrorId.InvalidTopic, "-Topic holds no topic.", "Name one, or leave -Topic away, which reads all.");
        }

        if (Topic is null)
        {
            foreach (var connection in connections)
                FollowPackets(connection.Session.Settings);
            Receive([.. connections.Select(c => new InboxReader(c, null))], null);
            return;
        }

        var wishes = new List<SubscriptionWish>();
        foreach (var connection in Alive(connections))
            wishes.Add(new SubscriptionWish(connection, ExpandFilters(connection, Topic)));
        var missing = wishes.ConvertAll(w => w with { Filters = FindMissing(w.Connection, w.Filters) });
        var granted = Subscribe(missing, Qos, null).ToLookup(g => g.Connection, g => g.Entry.Filter);
        Receive(
            [
                .. wishes.Zip(missing)
                    .Select(p => new InboxReader(
                        p.First.Connection,
                        [.. p.First.Filters.Except(p.Second.Filters), .. granted[p.First.Connection]]))
                    .Where(r => r.HasFilters),
            ],
            Topic);
    });

    internal override object Read(IotMessage message, IotMqttConnection connection) => message;

    internal override IotException CameUpShort(int wanted, int received) => new(
        IotErrorId.ReceiveTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{received} of {wanted} messages arrived within {TimeoutSeconds} s."),
        "Check that the sender publishes to the topic and that it is subscribed to: Get-IotMqttConnection shows both.");
}
