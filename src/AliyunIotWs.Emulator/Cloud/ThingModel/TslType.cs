using System.Globalization;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>A data type of a thing model: <c>{"type","specs"}</c>.</summary>
/// <param name="type">The element; has to outlive this object.</param>
internal sealed class TslType(JsonElement type)
{
    private readonly string _name = type.Text("type") ?? string.Empty;

    private readonly JsonElement _specs = type.Member("specs");

    /// <summary>Says why a value is none of this type; null where it is one.</summary>
    public TslFault? FaultOf(JsonElement value, string identifier) => _name switch
    {
        "int" => FaultOfNumber(value, identifier, 6306, IsInteger(value, out _)),
        "float" => FaultOfNumber(value, identifier, 6307, value.ValueKind == JsonValueKind.Number),
        "double" => FaultOfNumber(value, identifier, 6322, value.ValueKind == JsonValueKind.Number),

        // 0 and 1, never true and false: the platform says "value of bool type must be int".
        "bool" => IsInteger(value, out int flag) && flag is 0 or 1 ? null : NotOfType(6308, identifier),
        "enum" => IsInteger(value, out int key) && HasKey(key) ? null : NotOfType(6309, identifier),
        "text" => FaultOfText(value, identifier),

        // UTC milliseconds as text.
        "date" => value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _)
            ? null
            : NotOfType(6311, identifier),
        "struct" => FaultOfStruct(value, identifier),
        "array" => FaultOfArray(value, identifier),
        _ => null,
    };

    private TslFault? FaultOfNumber(JsonElement value, string identifier, int code, bool isOfType)
    {
        if (!isOfType)
            return NotOfType(code, identifier);
        double number = value.GetDouble();
        return number < Limit("min", double.NegativeInfinity) || number > Limit("max", double.PositiveInfinity)
            ? new TslFault(code, $"tsl parse: value is out of range -> {identifier}")
            : null;
    }

    private TslFault? FaultOfText(JsonElement value, string identifier)
    {
        if (value.ValueKind != JsonValueKind.String)
            return new TslFault(6310, $"tsl parse: data type is not string -> {identifier}");
        return Encoding.UTF8.GetByteCount(value.GetString()!) > Limit("length", double.PositiveInfinity)
            ? new TslFault(6310, $"tsl parse: string is too long -> {identifier}")
            : null;
    }

    private TslFault? FaultOfStruct(JsonElement value, string identifier)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return NotOfType(6312, identifier);
        var members = TslMember.ListOf(_specs);
        foreach (var member in value.EnumerateObject())
        {
            if (members.FirstOrDefault(known => known.Identifier == member.Name) is not { } known)
                return new TslFault(6304, $"tsl parse: struct has no member {member.Name} -> {identifier}");
            if (known.Type.FaultOf(member.Value, $"{identifier}.{member.Name}") is { } fault)
                return fault;
        }

        return null;
    }

    private TslFault? FaultOfArray(JsonElement value, string identifier)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return NotOfType(6328, identifier);
        if (value.GetArrayLength() > Limit("size", double.PositiveInfinity))
            return new TslFault(6324, $"tsl parse: array is too long -> {identifier}");
        var itemType = new TslType(_specs.Member("item"));
        return value.EnumerateArray().Any(one => itemType.FaultOf(one, identifier) is not null)
            ? new TslFault(6324, $"tsl parse: array item is of another type -> {identifier}")
            : null;
    }

    private TslFault NotOfType(int code, string identifier) =>
        new(code, $"tsl parse: data type is not {_name} -> {identifier}");

    // The console's export writes limits as text: "specs":{"min":"0","max":"100"}.
    private double Limit(string name, double otherwise) =>
        double.TryParse(_specs.Text(name), CultureInfo.InvariantCulture, out double number) ? number : otherwise;

    private bool HasKey(int key) =>
        _specs.ValueKind != JsonValueKind.Object || _specs.Text(key.ToString(CultureInfo.InvariantCulture)) is not null;

    private static bool IsInteger(JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }
}
