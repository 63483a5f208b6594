using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that works on a connection: the given one, or the runspace's default.</summary>
public abstract class ConnectionCmdlet : AsyncCmdlet
{
    /// <summary>The connection to use; the runspace's default where it is left away.</summary>
    [Parameter]
    [ValidateNotNull]
    [Binding.ConnectionArgument]
    [ArgumentCompleter(typeof(Binding.ConnectionNameCompleter))]
    public IotMqttConnection? Connection { get; set; }

    /// <exception cref="IotException">There is none.</exception>
    internal IotMqttConnection ResolveConnection() => Connection ?? ModuleState.Current.Default ?? throw new IotException(
        IotErrorId.NotConnected,
        "This session has no connection.",
        "Connect first: New-IotMqttCredential … | Connect-IotMqtt.");

    internal void WarnOfDuel(IotMqttConnection connection)
    {
        if (connection.Session.TakeWarning() is { } warning)
            WriteWarning(warning);
    }
}
