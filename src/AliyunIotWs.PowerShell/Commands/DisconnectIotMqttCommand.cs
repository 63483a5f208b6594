using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Says good-bye to the broker and removes connections from the session. Emits nothing without -PassThru.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "IotMqtt", DefaultParameterSetName = "Connection", SupportsShouldProcess = true)]
[OutputType(typeof(IotMqttConnection))]
public sealed class DisconnectIotMqttCommand : AsyncCmdlet
{
    /// <summary>
    /// The connections to close; where nothing is named the one that was selected last, or the only one.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Connection")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Binding.ConnectionArgument]
    [ArgumentCompleter(typeof(Binding.ConnectionNameCompleter))]
    public IotMqttConnection[]? Connection { get; set; }

    /// <summary>Names with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Binding.ConnectionNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Every connection of the runspace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <summary>Emits the closed connections.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        IotMqttConnection[] chosen = [.. Choose().Where(c => Allows(c.Name, "Disconnect"))];
        Await(async (_, _) =>
        {
            await Task.WhenAll(chosen.Select(c => c.Session.CloseAsync())).ConfigureAwait(false);
            return true;
        });
        foreach (var connection in chosen)
        {
            ModuleState.Current.Remove(connection);
            if (PassThru)
                WriteObject(connection);
        }
    });

    private IEnumerable<IotMqttConnection> Choose()
    {
        if (All)
            return ModuleState.Current.Connections;
        if (ParameterSetName == "Name")
            return Name.SelectMany(n => Lookups.Connections.ByName(this, n)).Distinct();
        return Connection ?? [Lookups.Connections.Default()];
    }
}
