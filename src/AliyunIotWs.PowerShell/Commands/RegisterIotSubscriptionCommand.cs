using System.Management.Automation;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Subscribes to topics and keeps what arrives for Receive-IotMessage. Emits an <see cref="IotSubscription"/> for each;
/// a refused topic is a non-terminating error.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "IotSubscription", SupportsShouldProcess = true)]
[OutputType(typeof(IotSubscription))]
public sealed class RegisterIotSubscriptionCommand : SubscribingCmdlet
{
    /// <summary>Topic filters; {ProductKey} and {DeviceName} are filled in from the connection.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string[] Topic { get; set; } = [];

    /// <summary>The highest quality of service to deliver with: 0 or 1.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    [ArgumentCompleter(typeof(QosCompleter))]
    public int Qos { get; set; } = 1;

    /// <summary>How many unread messages are kept, for each quality of service; by default 10,000.</summary>
    [Parameter]
    [ValidateRange(1, 10_000_000)]
    public int? BufferSize { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(Topic, () =>
    {
        var wishes = new List<SubscriptionWish>();
        foreach (var connection in Alive(ResolveConnections()))
        {
            WarnOfDuel(connection);
            var filters = ExpandFilters(connection, Topic);
            filters.RemoveAll(f => !Allows($"{IotText.Show(f)} over '{connection.Name}'", "Subscribe"));
            wishes.Add(new SubscriptionWish(connection, filters));
        }

        foreach (var (connection, entry) in Subscribe(wishes, Qos, BufferSize))
            WriteObject(connection.Handle(entry));
    });
}
