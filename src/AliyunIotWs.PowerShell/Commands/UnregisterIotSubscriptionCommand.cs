using System.Management.Automation;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Ends subscriptions and discards what of theirs was not read. Emits nothing.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "IotSubscription", SupportsShouldProcess = true)]
public sealed class UnregisterIotSubscriptionCommand : SubscribingCmdlet
{
    /// <summary>Topic filters; {ProductKey} and {DeviceName} are filled in from the connection.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string[] Topic { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(Topic, () =>
    {
        foreach (var connection in Alive(ResolveConnections()))
            Unsubscribe(connection);
    });

    private void Unsubscribe(IotMqttConnection connection)
    {
        WarnOfDuel(connection);
        var filters = ExpandFilters(connection, Topic);
        filters.RemoveAll(f => !Allows(f, "Unsubscribe"));
        if (filters.Count == 0)
            return;
        Await(async (stages, cancellation) =>
        {
            stages.Report($"Unsubscribing '{connection.Name}' from {string.Join(", ", filters)}.");
            await connection.Session.Subscriptions.UnsubscribeAsync(filters, cancellation).ConfigureAwait(false);
            return true;
        });
    }
}
