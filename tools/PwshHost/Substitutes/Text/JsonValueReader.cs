using System.Management.Automation;
using Newtonsoft.Json.Linq;

namespace Microsoft.PowerShell.Commands;

internal sealed class JsonValueReader(bool asHashtable)
{
    public object? Read(JToken token) => token switch
    {
        JObject table when asHashtable => Table(table),
        JObject table => Custom(table),
        JArray array => array.Select(Read).ToArray(),
        JValue value => value.Value,
        _ => throw new InvalidOperationException($"A JSON token of the kind {token.Type} is not expected here."),
    };

    private OrderedHashtable Table(JObject source)
    {
        var table = new OrderedHashtable();
        foreach (var property in source.Properties())
            table[property.Name] = Read(property.Value);
        return table;
    }

    private PSObject Custom(JObject source)
    {
        var result = new PSObject();
        foreach (var property in source.Properties())
        {
            if (property.Name.Length == 0)
            {
                throw new InvalidOperationException(
                    "The provided JSON includes a property whose name is an empty string, this is only supported using"
                    + " the -AsHashTable switch.");
            }

            if (result.Properties[property.Name] is { } other)
            {
                throw new InvalidOperationException(other.Name == property.Name
                    ? $"The JSON has two properties with the name '{property.Name}'."
                    : $"The JSON has the properties '{other.Name}' and '{property.Name}'; use -AsHashTable.");
            }

            result.Properties.Add(new PSNoteProperty(property.Name, Read(property.Value)));
        }

        return result;
    }
}
