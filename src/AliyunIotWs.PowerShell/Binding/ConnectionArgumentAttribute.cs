using System.Collections;
using System.Management.Automation;
using AliyunIotWs.PowerShell.Commands;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Lets connections be given by name as well, with wildcards.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is IEnumerable items and not string
            ? items.Cast<object>().SelectMany(Find).Distinct().ToArray()
            : Find(value) switch { [var only] => only, var several => several };
    }

    // What is no name is left to the engine, which says that it is no connection.
    private static object[] Find(object item)
    {
        object value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (value is not string name)
            return [value];
        var found = ConnectionLookup.ByName(name);
        if (found.Count == 0)
        {
            throw new ArgumentTransformationMetadataException(
                $"This session has no connection named '{name}'; Get-IotMqttConnection lists them.");
        }

        if (found.Count > 1 && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            var several = ConnectionLookup.Ambiguous(name, found);
            throw new ArgumentTransformationMetadataException($"{several.Message} {several.Remedy}");
        }

        return [.. found];
    }
}
