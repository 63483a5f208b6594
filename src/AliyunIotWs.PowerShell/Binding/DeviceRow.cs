using System.Collections;
using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>What describes a device: a hashtable, the row of a file or any other object.</summary>
internal readonly struct DeviceRow
{
    private readonly IDictionary? _table;
    private readonly PSMemberInfoCollection<PSPropertyInfo>? _properties;

    public DeviceRow(object? row)
    {
        _table = (row is PSObject wrapped ? wrapped.BaseObject : row) as IDictionary;
        if (_table is null && row is not null)
            _properties = PSObject.AsPSObject(row).Properties;
    }

    /// <summary>Null where there is none of this name.</summary>
    public string? Text(string name) => Value(name)?.ToString();

    /// <summary>Null where there is none of this name.</summary>
    public object? Value(string name) => _table is null ? _properties?[name]?.Value : _table[name];

    /// <exception cref="IotException">There is none of this name.</exception>
    public string Required(string name, IotErrorId id) => Text(name) ?? throw Missing(name, id);

    /// <exception cref="IotException">There is none, or it is no secret.</exception>
    public IotSecret Secret(string name = "DeviceSecret")
    {
        object value = Value(name) ?? throw Missing(name, IotErrorId.InvalidDeviceSecret);
        return IotSecret.From(value) ?? throw new IotException(
            IotErrorId.InvalidDeviceSecret,
            $"The {name} is neither a string nor a SecureString.",
            $"Copy the {name} from its page in the console.");
    }

    private static IotException Missing(string name, IotErrorId id) => new(
        id,
        $"The object that describes the device has no {name}.",
        "Give it ProductKey, DeviceName and DeviceSecret: these are the columns of the console's export of a product's "
        + "devices.");
}
