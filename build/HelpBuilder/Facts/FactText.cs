using System.Globalization;
using System.Text;

namespace HelpBuilder.Facts;

/// <summary>The facts of a cmdlet as they stand in its page, in the schema 2024-05-01 of PlatyPS.</summary>
internal static class FactText
{
    private const int LineLength = 100;

    /// <summary>What stands between the headings SYNTAX and ALIASES.</summary>
    public static string Syntax(CommandFacts command)
    {
        var text = new StringBuilder();
        foreach (string set in command.Sets)
        {
            string mark = set == command.DefaultSet && set != CommandFacts.AllSets ? " (Default)" : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"### {set}{mark}\n\n```\n{SyntaxLine(command, set)}\n```\n\n");
        }

        return text.ToString();
    }

    /// <summary>The block of YAML that ends the section of a parameter.</summary>
    public static string Yaml(ParameterFacts parameter)
    {
        var text = new StringBuilder("```yaml\n");
        text.Append(CultureInfo.InvariantCulture, $"Type: {TypeName(parameter.ValueType)}\n");
        text.Append(CultureInfo.InvariantCulture, $"DefaultValue: {Quoted(parameter.Default)}\n");
        text.Append(CultureInfo.InvariantCulture, $"SupportsWildcards: {Word(parameter.SupportsWildcards)}\n");
        text.Append(List("Aliases", parameter.Aliases));
        text.Append("ParameterSets:\n");
        foreach (var place in parameter.Places)
        {
            string set = place.Set == CommandFacts.AllSets ? "(All)" : place.Set;
            text.Append(CultureInfo.InvariantCulture, $"- Name: {set}\n");
            text.Append(CultureInfo.InvariantCulture, $"  Position: {place.PositionText("Named")}\n");
            text.Append(CultureInfo.InvariantCulture, $"  IsRequired: {Word(place.Required)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  ValueFromPipeline: {Word(place.FromPipeline)}\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"  ValueFromPipelineByPropertyName: {Word(place.FromPipelineByPropertyName)}\n");
            text.Append("  ValueFromRemainingArguments: false\n");
        }

        text.Append("DontShow: false\n");
        text.Append(List("AcceptedValues", parameter.AcceptedValues));
        return text.Append("HelpMessage: ''\n```\n").ToString();
    }

    private static string SyntaxLine(CommandFacts command, string set)
    {
        var lines = new StringBuilder();
        string line = command.Name;
        var parts = command.In(set).Select(p => Part(p.Parameter, p.Place)).Append("[<CommonParameters>]");
        foreach (string part in parts)
        {
            if (line.Length + part.Length + 1 > LineLength)
            {
                lines.Append(line).Append('\n');
                line = string.Empty;
            }

            line += $" {part}";
        }

        return lines.Append(line).ToString();
    }

    private static string Part(ParameterFacts parameter, ParameterPlace place)
    {
        string name = place.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        if (place.Required && place.Position is not null && parameter.IsSwitch)
            name = $"-{parameter.Name}";
        string text = parameter.IsSwitch ? name : $"{name} <{parameter.ShortType}>";
        return place.Required ? text : $"[{text}]";
    }

    private static string List(string key, IReadOnlyList<string> values) =>
        values.Count == 0 ? $"{key}: []\n" : $"{key}:\n{string.Concat(values.Select(v => $"- {v}\n"))}";

    private static string TypeName(Type type) => type.FullName!;

    private static string Word(bool value) => value ? "true" : "false";

    // What could be more than a word in YAML.
    private static string Quoted(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? value
            : $"'{value}'";
}
