using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Select-Object makes of one object.</summary>
internal sealed class SelectedProperties
{
    private readonly IReadOnlyList<ObjectPropertyReader> _readers;

    private readonly WildcardPattern[] _excluded;

    private readonly string? _expanded;

    private readonly bool _whole;

    private SelectedProperties(object[]? properties, string[]? excluded, string? expanded)
    {
        _excluded = [.. (excluded ?? []).Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
        _expanded = expanded;
        _whole = properties is null or [] && _excluded.Length == 0;
        _readers = ObjectPropertyReader.From(properties is null or [] ? ["*"] : properties);
    }

    public static SelectedProperties From(object[]? properties, string[]? excluded, string? expanded) =>
        new(properties, excluded, expanded);

    public IEnumerable<PSObject> Apply(PSCmdlet command, PSObject source)
    {
        if (_expanded is not null)
            return Expand(command, source);
        return [_whole ? source : Copy(source)];
    }

    private IEnumerable<PSObject> Expand(PSCmdlet command, PSObject source)
    {
        var readers = ObjectPropertyReader.From([_expanded]);
        var property = readers.SelectMany(reader => reader.Read(source)).FirstOrDefault();
        if (property is not { Exists: true })
        {
            var problem = new PSArgumentException($"Property \"{_expanded}\" cannot be found.");
            command.WriteError(new ErrorRecord(
                problem, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, source));
            yield break;
        }

        var values = LanguagePrimitives.GetEnumerable(property.Value) ?? new[] { property.Value };
        foreach (var value in values)
        {
            if (value is null)
                continue;
            var result = _whole ? PSObject.AsPSObject(value) : new PSObject(value);
            if (!_whole)
                AddTo(result, source);
            yield return result;
        }
    }

    private PSObject Copy(PSObject source)
    {
        var result = new PSObject();
        AddTo(result, source);
        var type = source.TypeNames.Count > 0 ? source.TypeNames[0] : typeof(object).FullName!;
        result.TypeNames.Insert(0, type.StartsWith("Selected.", StringComparison.Ordinal) ? type : "Selected." + type);
        return result;
    }

    private void AddTo(PSObject result, PSObject source)
    {
        foreach (var value in _readers.SelectMany(reader => Values(reader, source)))
        {
            if (Array.Exists(_excluded, pattern => pattern.IsMatch(value.Name)))
                continue;
            if (result.Properties[value.Name] is null)
                result.Properties.Add(new PSNoteProperty(value.Name, value.Value));
        }
    }

    private static IEnumerable<ObjectPropertyValue> Values(ObjectPropertyReader reader, PSObject source)
    {
        // A dictionary's entries count as its properties for a plain name, as in the real command.
        foreach (var value in reader.Read(source))
        {
            yield return !value.Exists && source.BaseObject is IDictionary table && table.Contains(value.Name)
                ? value with { Value = table[value.Name] }
                : value;
        }
    }
}
