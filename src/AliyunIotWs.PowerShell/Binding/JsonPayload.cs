using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AliyunIotWs.Messages;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Writes a PowerShell object as compact JSON. ConvertTo-Json is not used: it cuts objects off at a depth of two by
/// default, and a pipeline per message would cost more than the message. What is written in a script, hashtables, arrays
/// and custom objects, goes whole; an object of .NET, which may lead anywhere, is cut off as ConvertTo-Json does it.
/// </summary>
internal static class JsonPayload
{
    /// <summary>Deeper objects are refused, because they most often refer to themselves.</summary>
    public const int MaximumDepth = 32;

    // From here on an object of .NET that stands in another one is written as its text.
    private const int ObjectDepth = 2;

    public static ReadOnlyMemory<byte> Write(object value) =>
        JsonBytes.Write(value, static (json, value) => Write(json, value, 0, 0));

    private static void Write(Utf8JsonWriter json, object? value, int depth, int objects)
    {
        if (depth > MaximumDepth)
            throw new JsonException($"it is nested deeper than {MaximumDepth} levels");
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (WriteScalar(json, plain))
            return;
        bool opaque = plain is not (IDictionary or PSCustomObject);
        if (opaque && objects > ObjectDepth)
        {
            json.WriteStringValue(value!.ToString());
            return;
        }

        switch (plain)
        {
            case IDictionary dictionary:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in dictionary)
                    WriteProperty(json, Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value, depth, objects);
                json.WriteEndObject();
                break;
            case IEnumerable sequence:
                json.WriteStartArray();
                foreach (object? item in sequence)
                    Write(json, item, depth + 1, objects > 0 ? objects + 1 : 0);
                json.WriteEndArray();
                break;
            default:
                json.WriteStartObject();
                foreach (var property in PSObject.AsPSObject(value!).Properties)
                    WriteProperty(json, property.Name, ValueOf(property, opaque), depth, opaque ? objects + 1 : objects);
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object? value, int depth, int objects)
    {
        json.WritePropertyName(name);
        Write(json, value, depth + 1, objects);
    }

    // A property of .NET that can not be read at the moment, such as the exit code of a program that runs, is null.
    private static object? ValueOf(PSPropertyInfo property, bool opaque)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException) when (opaque)
        {
            return null;
        }
    }

    private static bool WriteScalar(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                return true;
            case string text:
                json.WriteStringValue(text);
                return true;
            case bool flag:
                json.WriteBooleanValue(flag);
                return true;
            case SwitchParameter flag:
                json.WriteBooleanValue(flag.IsPresent);
                return true;
            case double or float when !double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                throw new JsonException($"JSON has no number for {value}");
            case double number:
                json.WriteNumberValue(number);
                return true;
            case float number:
                json.WriteNumberValue(number);
                return true;
            case decimal number:
                json.WriteNumberValue(number);
                return true;
            case Enum or sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger:
                json.WriteRawValue(Integer(value), skipInputValidation: true);
                return true;
            case DateTime time:
                json.WriteStringValue(time);
                return true;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                return true;
            case char or Guid or Uri or TimeSpan or Version:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                return true;
            case JsonNode node:
                node.WriteTo(json);
                return true;
            case JsonElement element:
                element.WriteTo(json);
                return true;
            default:
                return false;
        }
    }

    private static string Integer(object value) => value is Enum constant
        ? constant.ToString("d")
        : ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
}
