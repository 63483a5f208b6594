using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Finds connections by name; a name without wildcards that finds nothing is an error of that name alone.</summary>
internal static class ConnectionLookup
{
    public static IReadOnlyList<IotMqttConnection> ByName(Cmdlet cmdlet, string name)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        IotMqttConnection[] found = [.. ModuleState.Current.Connections.Where(c => pattern.IsMatch(c.Name))];
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            var error = new IotException(
                IotErrorId.ConnectionNotFound,
                $"This session has no connection named '{name}'.",
                "Get-IotMqttConnection lists those that there are.");
            cmdlet.WriteError(Errors.Record(error, name));
        }

        return found;
    }
}
