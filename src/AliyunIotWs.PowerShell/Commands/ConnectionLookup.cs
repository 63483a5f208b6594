using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Finds connections by name; a name without wildcards that finds nothing is an error of that name alone.</summary>
internal static class ConnectionLookup
{
    /// <summary>The connections of the session that a name fits, which may have wildcards, oldest first.</summary>
    public static IReadOnlyList<IotMqttConnection> ByName(string name)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return [.. ModuleState.Current.Connections.Where(c => pattern.IsMatch(c.Name))];
    }

    /// <summary>The same; a name without wildcards that finds nothing is an error of that name alone.</summary>
    public static IReadOnlyList<IotMqttConnection> ByName(Cmdlet cmdlet, string name)
    {
        var found = ByName(name);
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            cmdlet.WriteError(Errors.Record(NotFound(name), name));
        return found;
    }

    /// <summary>The connection that a value is, or that it names.</summary>
    /// <exception cref="IotException">There is none, or more than one.</exception>
    public static IotMqttConnection One(object value)
    {
        if (value is IotMqttConnection connection)
            return connection;
        string name = value.ToString() ?? string.Empty;
        IotMqttConnection[] found =
        [
            .. ModuleState.Current.Connections.Where(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
        ];
        return found switch
        {
            [var only] => only,
            [] => throw NotFound(name),
            _ => throw Ambiguous(name, found),
        };
    }

    public static IotException Ambiguous(string name, IReadOnlyList<IotMqttConnection> found) => new(
        IotErrorId.ConnectionAmbiguous,
        $"Several connections are named '{name}': {string.Join(", ", found.Select(c => $"Id {c.Id} ({c.State})"))}.",
        "Give one as an object: Get-IotMqttConnection | Where-Object Id -EQ …");

    private static IotException NotFound(string name) => new(
        IotErrorId.ConnectionNotFound,
        $"This session has no connection named '{name}'.",
        "Get-IotMqttConnection lists those that there are.");
}
