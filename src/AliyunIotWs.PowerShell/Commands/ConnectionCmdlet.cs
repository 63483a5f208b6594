using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that works on connections: the given ones, or the runspace's default.</summary>
public abstract class ConnectionCmdlet : AsyncCmdlet
{
    /// <summary>
    /// The connections to use, also by name, with wildcards; where it is left away the one that was selected last, or the
    /// only one.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Binding.ConnectionArgument]
    [ArgumentCompleter(typeof(Binding.ConnectionNameCompleter))]
    public IotMqttConnection[]? Connection { get; set; }

    /// <exception cref="IotException">There is none, or several of which none was selected.</exception>
    internal IReadOnlyList<IotMqttConnection> ResolveConnections() => Connection ?? [Lookups.Connections.Default()];

    /// <exception cref="IotException">There is none, or more than one.</exception>
    internal IotMqttConnection ResolveConnection() => ResolveConnections() is [var only] ? only : throw new IotException(
        IotErrorId.ConnectionAmbiguous,
        $"This command takes one connection and was given {Connection!.Length}.",
        "Name one of them, or call it for each: Get-IotMqttConnection … | ForEach-Object { … -Connection $_ }.");

    /// <summary>Those that have not ended. Of several, one that has is a non-terminating error.</summary>
    /// <exception cref="IotException">There was only one, and it has ended.</exception>
    internal IEnumerable<IotMqttConnection> Alive(IReadOnlyList<IotMqttConnection> connections)
    {
        foreach (var connection in connections)
        {
            if (IsAlive(connection, beside: connections.Count > 1))
                yield return connection;
        }
    }

    internal void WarnOfDuel(IotMqttConnection connection)
    {
        if (connection.Session.TakeWarning() is { } warning)
            WriteWarning(warning);
    }

    /// <summary>Whether it has not ended; beside others it is a non-terminating error where it has.</summary>
    /// <exception cref="IotException">It is the only one, and it has ended.</exception>
    internal bool IsAlive(IotMqttConnection connection, bool beside)
    {
        try
        {
            connection.Session.ThrowIfEnded();
            FollowPackets(connection.Session.Settings);
            return true;
        }
        catch (IotException e) when (beside)
        {
            WriteError(Errors.Record(e, connection));
            return false;
        }
    }
}
