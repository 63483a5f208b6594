using System.Collections;
using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Reads what describes a device: a hashtable, the row of a file or any other object.</summary>
internal static class RowProperty
{
    /// <summary>Null where there is none of this name.</summary>
    public static string? Text(object row, string name) => Read(row, name)?.ToString();

    /// <exception cref="IotException">There is none of this name.</exception>
    public static string Required(object row, string name, IotErrorId id) =>
        Text(row, name) ?? throw Missing(name, id);

    /// <exception cref="IotException">There is none, or it is no secret.</exception>
    public static IotSecret Secret(object row)
    {
        const string Name = "DeviceSecret";
        object value = Read(row, Name) ?? throw Missing(Name, IotErrorId.InvalidDeviceSecret);
        return IotSecret.From(value) ?? throw new IotException(
            IotErrorId.InvalidDeviceSecret,
            "The device secret is neither a string nor a SecureString.",
            "Copy the DeviceSecret from the device's page in the console.");
    }

    private static object? Read(object row, string name)
    {
        object plain = row is PSObject wrapped ? wrapped.BaseObject : row;
        return plain is IDictionary table ? table[name] : PSObject.AsPSObject(row).Properties[name]?.Value;
    }

    private static IotException Missing(string name, IotErrorId id) => new(
        id,
        $"The object that describes the device has no {name}.",
        "Give it ProductKey, DeviceName and DeviceSecret: these are the columns of the console's export of a product's "
        + "devices.");
}
