using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Lets a connection be given by its name as well.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string name)
            return inputData;
        return ModuleState.Current.Connections.LastOrDefault(
            c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentTransformationMetadataException(
                $"This session has no connection named '{name}'; Get-IotMqttConnection lists them.");
    }
}
