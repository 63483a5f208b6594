using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace HelpBuilder.Facts;

/// <summary>What the class of a cmdlet says of one of its parameters.</summary>
internal sealed record ParameterFacts(string Name, Type Type, IReadOnlyList<ParameterPlace> Places)
{
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public bool SupportsWildcards { get; init; }

    /// <summary>The value of a parameter that is left away; empty where it has none.</summary>
    public string Default { get; init; } = string.Empty;

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>The type without what makes it optional.</summary>
    public Type ValueType => Nullable.GetUnderlyingType(Type) ?? Type;

    /// <summary>The names of an enumeration.</summary>
    public IReadOnlyList<string> AcceptedValues => ValueType.IsEnum ? Enum.GetNames(ValueType) : [];

    /// <summary>The type as a syntax line shows it.</summary>
    public string ShortType => ValueType.Name switch
    {
        "String" => "string",
        "Int32" => "int",
        "Int64" => "long",
        "Double" => "double",
        "Object" => "object",
        "String[]" => "string[]",
        "Object[]" => "object[]",
        var other => other,
    };

    /// <summary>For a view without parameter sets: the first place, and required where it is so in any.</summary>
    public ParameterPlace Anywhere => Places[0] with { Required = Places.Any(p => p.Required) };

    public ParameterPlace? PlaceIn(string set) =>
        Places.FirstOrDefault(p => p.Set == set) ?? Places.FirstOrDefault(p => p.Set == CommandFacts.AllSets);

    public static ParameterFacts Read(ParameterMetadata parameter, object cmdlet) => new(
        parameter.Name,
        parameter.ParameterType,
        [
            .. parameter.ParameterSets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => new ParameterPlace(
                set.Key,
                set.Value.Position < 0 ? null : set.Value.Position,
                set.Value.IsMandatory,
                set.Value.ValueFromPipeline,
                set.Value.ValueFromPipelineByPropertyName)),
        ])
    {
        Aliases = [.. parameter.Aliases],
        SupportsWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
        Default = Show(cmdlet.GetType().GetProperty(parameter.Name)?.GetValue(cmdlet)),
    };

    private static string Show(object? value) => value switch
    {
        null => string.Empty,
        SwitchParameter => "False",
        Enum or string or IFormattable => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IEnumerable items => string.Join(", ", items.Cast<object>()),
        _ => string.Empty,
    };
}
