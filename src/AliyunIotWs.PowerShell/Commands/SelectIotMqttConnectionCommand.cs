using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Makes a connection the default, which the other cmdlets use where none is named. Emits nothing without -PassThru.
/// </summary>
[Cmdlet(VerbsCommon.Select, "IotMqttConnection")]
[OutputType(typeof(IotMqttConnection))]
public sealed class SelectIotMqttConnectionCommand : PSCmdlet
{
    /// <summary>The connection, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ConnectionArgument(One = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public IotMqttConnection Connection { get; set; } = null!;

    /// <summary>Emits the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ModuleState.Current.TrySelect(Connection))
        {
            var error = new IotException(
                IotErrorId.ConnectionNotFound,
                $"'{Connection.Name}' is no open connection of this session.",
                "Get-IotMqttConnection lists those that there are; one that another session has opened is named with "
                + "-Connection at each command.");
            WriteError(Errors.Record(error, Connection));
            return;
        }

        if (PassThru)
            WriteObject(Connection);
    }
}
