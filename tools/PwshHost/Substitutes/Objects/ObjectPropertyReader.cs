using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>A property as -Property takes it: a name with wildcards, a script, or a table.</summary>
internal sealed class ObjectPropertyReader
{
    private readonly PSPropertyExpression _expression;

    private readonly string? _label;

    private readonly Hashtable _options;

    private ObjectPropertyReader(PSPropertyExpression expression, string? label, Hashtable options)
    {
        _expression = expression;
        _label = label;
        _options = options;
    }

    public static IReadOnlyList<ObjectPropertyReader> From(IEnumerable<object?>? definitions) =>
        [.. (definitions ?? []).Select(One)];

    /// <summary>The option that a table gives beside the expression, as 'Descending'.</summary>
    public bool? Flag(string name) => _options[name] is { } value ? LanguagePrimitives.IsTrue(value) : null;

    public IEnumerable<ObjectPropertyValue> Read(PSObject source)
    {
        if (_expression.Script is not null)
        {
            var results = _expression.GetValues(source);
            var value = results.Count switch
            {
                0 => null,
                1 => results[0].Exception is null ? results[0].Result : null,
                _ => results.Select(result => result.Result).ToArray(),
            };
            yield return new ObjectPropertyValue(_label ?? _expression.ToString(), value, true);
            yield break;
        }

        var names = _expression.ResolveNames(source);
        if (names.Count == 0 && !_expression.HasWildCardCharacters)
            yield return new ObjectPropertyValue(_label ?? _expression.ToString(), null, false);
        foreach (var name in names)
        {
            foreach (var result in name.GetValues(source))
                yield return new ObjectPropertyValue(_label ?? name.ToString(), result.Result, true);
        }
    }

    public object? FirstValue(PSObject source) => Read(source).FirstOrDefault()?.Value;

    private static ObjectPropertyReader One(object? definition)
    {
        var plain = definition is PSObject wrapped ? wrapped.BaseObject : definition;
        if (plain is not IDictionary table)
            return new ObjectPropertyReader(Expression(plain), label: null, []);

        object? expression = null;
        string? label = null;
        var options = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
        {
            var key = LanguagePrimitives.ConvertTo<string>(entry.Key);
            var value = entry.Value is PSObject inner ? inner.BaseObject : entry.Value;
            if (IsShortFor(key, "Expression"))
                expression = value;
            else if (IsShortFor(key, "Name") || IsShortFor(key, "Label"))
                label = LanguagePrimitives.ConvertTo<string>(value);
            else if (IsShortFor(key, "Descending") || IsShortFor(key, "Ascending"))
                options[IsShortFor(key, "Descending") ? "Descending" : "Ascending"] = value;
            else
                throw new PSArgumentException($"The key '{key}' of a property's table is not known.");
        }

        return new ObjectPropertyReader(Expression(expression ?? label), label, options);
    }

    private static bool IsShortFor(string key, string name) =>
        key.Length > 0 && name.StartsWith(key, StringComparison.OrdinalIgnoreCase);

    private static PSPropertyExpression Expression(object? value) => value switch
    {
        ScriptBlock script => new PSPropertyExpression(script),
        null => throw new PSArgumentException("A property needs a name or a script."),
        _ => new PSPropertyExpression(LanguagePrimitives.ConvertTo<string>(value)),
    };
}
