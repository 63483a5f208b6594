using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.PowerShell.Commands;

internal sealed class JsonObjectWriter(JsonTextWriter json, int maxDepth, bool enumsAsStrings)
{
    public bool Truncated { get; private set; }

    public void Write(object? value) => Write(value, 0);

    private static bool IsPlain(object value) => value.GetType().IsPrimitive
        || value is string or decimal or DateTime or DateTimeOffset or Guid;

    private void Write(object? value, int depth)
    {
        var wrapped = value as PSObject;
        var plain = wrapped is null || wrapped.BaseObject is PSCustomObject ? value : wrapped.BaseObject;
        switch (plain)
        {
            case null or DBNull or NullString:
                json.WriteNull();
                break;
            case JToken token:
                token.WriteTo(json);
                break;
            case Enum member:
                WriteEnum(member);
                break;
            case Uri address:
                json.WriteValue(address.OriginalString);
                break;
            case BigInteger number:
                json.WriteRawValue(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case double or float when IsNotFinite(plain):
                json.WriteValue(LanguagePrimitives.ConvertTo<string>(plain));
                break;
            case { } simple when IsPlain(simple):
                json.WriteValue(simple);
                break;
            default:
                WriteComposite(plain, wrapped, depth);
                break;
        }
    }

    private static bool IsNotFinite(object number) =>
        !double.IsFinite(Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture));

    private void WriteEnum(Enum member)
    {
        var number = Enum.GetUnderlyingType(member.GetType());
        json.WriteValue(enumsAsStrings
            ? member.ToString()
            : Convert.ChangeType(member, number, System.Globalization.CultureInfo.InvariantCulture));
    }

    private void WriteComposite(object value, PSObject? wrapped, int depth)
    {
        if (depth > maxDepth)
        {
            Truncated = true;
            json.WriteValue(LanguagePrimitives.ConvertTo<string>(wrapped ?? value));
            return;
        }

        if (value is IDictionary table)
            WriteTable(table, depth);
        else if (value is IEnumerable many)
            WriteArray(many, depth);
        else
            WriteProperties(wrapped ?? PSObject.AsPSObject(value), value, depth);
    }

    private void WriteTable(IDictionary table, int depth)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in table)
        {
            json.WritePropertyName(LanguagePrimitives.ConvertTo<string>(entry.Key));
            Write(entry.Value, depth + 1);
        }

        json.WriteEndObject();
    }

    private void WriteArray(IEnumerable many, int depth)
    {
        json.WriteStartArray();
        foreach (var item in many)
            Write(item, depth + 1);
        json.WriteEndArray();
    }

    private void WriteProperties(PSObject source, object plain, int depth)
    {
        json.WriteStartObject();
        var native = plain is not PSObject;
        foreach (var property in source.Properties)
        {
            // Of a .NET object the type system's own additions are left out; what a script added stays.
            if (!property.IsGettable || (native && property is PSScriptProperty or PSCodeProperty or PSAliasProperty))
                continue;
            json.WritePropertyName(property.Name);
            Write(Value(property), depth + 1);
        }

        json.WriteEndObject();
    }

    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
