using System.Collections;
using System.Management.Automation;
using System.Security;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// What describes a device, a message or another thing by names: a hashtable, the row of a file or any other object.
/// Of a PSCredential the user name is the device and the password its secret; a SecureString is the secret alone.
/// </summary>
internal readonly struct InputRow
{
    private readonly IDictionary? _table;
    private readonly PSMemberInfoCollection<PSPropertyInfo>? _properties;

    public InputRow(object? row)
    {
        object? plain = row is PSObject wrapped ? wrapped.BaseObject : row;
        _table = plain switch
        {
            IDictionary table => table,
            PSCredential credential => Device(credential),
            SecureString secret => new Hashtable { ["DeviceSecret"] = secret, ["ProductSecret"] = secret },
            _ => null,
        };
        if (_table is null && row is not null)
            _properties = PSObject.AsPSObject(row).Properties;
    }

    /// <summary>Null where there is none of this name.</summary>
    public string? Text(string name) => Value(name)?.ToString();

    /// <summary>Null where there is none of this name.</summary>
    public object? Value(string name) => _table is null ? _properties?[name]?.Value : _table[name];

    public bool Has(string name) => _table?.Contains(name) ?? _properties?[name] is not null;

    /// <exception cref="IotException">There is none of this name.</exception>
    public string Required(string name, IotErrorId id) => Text(name) ?? throw Missing(name, id);

    /// <exception cref="IotException">There is none, or it is no secret.</exception>
    public IotSecret Secret(string name = "DeviceSecret")
    {
        object value = Value(name) ?? throw Missing(name, IotErrorId.InvalidDeviceSecret);
        return IotSecret.From(value) ?? throw new IotException(
            IotErrorId.InvalidDeviceSecret,
            $"The {name} is neither a SecureString, a PSCredential nor a string.",
            $"Copy the {name} from its page in the console.");
    }

    // As MQTT has it, or as this module shows a device.
    private static Hashtable Device(PSCredential credential)
    {
        var table = new Hashtable { ["DeviceSecret"] = credential.Password, ["ProductSecret"] = credential.Password };
        string name = credential.UserName.Trim('\\');
        if (name.Split('&') is [var device, var key])
            (table["DeviceName"], table["ProductKey"]) = (device, key);
        else if (name.Split('/') is [var product, var other])
            (table["DeviceName"], table["ProductKey"]) = (other, product);
        return table;
    }

    private IotException Missing(string name, IotErrorId id)
    {
        string[] names = [.. Names()];
        // Only what can be a heading is named: of a file without any, the first device has become one.
        string? meant = names.FirstOrDefault(one => Letters(one).Equals(name, StringComparison.OrdinalIgnoreCase));
        bool isJoined = names is [var all] && Letters(all).Contains("DeviceName", StringComparison.OrdinalIgnoreCase);
        return new IotException(
            id,
            $"The object that describes the device has no {name}{(meant is null ? "." : $", but '{meant}'.")}",
            isJoined
                ? "All columns came as one: Import-Csv -Delimiter ';' reads a file that is divided by semicolons."
                : "Give it ProductKey, DeviceName and DeviceSecret: these are the columns of the console's export of a "
                    + "product's devices.");
    }

    private IEnumerable<string> Names() => _table is null
        ? _properties?.Select(property => property.Name) ?? []
        : _table.Keys.Cast<object>().Select(key => key.ToString()!);

    private static string Letters(string heading) => string.Concat(heading.Where(char.IsLetter));
}
