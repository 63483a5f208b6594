using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Emits the connections of this runspace.</summary>
[Cmdlet(VerbsCommon.Get, "IotMqttConnection", DefaultParameterSetName = "Name")]
[OutputType(typeof(IotMqttConnection))]
public sealed class GetIotMqttConnectionCommand : PSCmdlet
{
    /// <summary>Names with wildcards; all where it is left away.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(Binding.ConnectionNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The connection that the other cmdlets use where none is named; nothing where there is none.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Default")]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Default)
        {
            if (ModuleState.Current.Default is { } connection)
                WriteObject(connection);
            return;
        }

        if (Name is null)
        {
            WriteObject(ModuleState.Current.Connections, enumerateCollection: true);
            return;
        }

        foreach (string name in Name)
            WriteObject(Lookups.Connections.ByName(this, name), enumerateCollection: true);
    }
}
