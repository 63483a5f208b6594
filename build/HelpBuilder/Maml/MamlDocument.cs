using System.Xml.Linq;
using HelpBuilder.Facts;
using HelpBuilder.Pages;

namespace HelpBuilder.Maml;

/// <summary>The file of XML that Get-Help reads: the facts from the cmdlets, the words from their pages.</summary>
internal static class MamlDocument
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_root = "http://msh";

    public static XDocument Create(IEnumerable<(CommandFacts Facts, CommandPage Page)> commands) => new(
        new XElement(
            s_root + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            commands.Select(c => Command(c.Facts, c.Page))));

    private static XElement Command(CommandFacts facts, CommandPage page) => new(
        s_command + "command",
        new XElement(
            s_command + "details",
            new XElement(s_command + "name", facts.Name),
            new XElement(s_command + "verb", facts.Verb),
            new XElement(s_command + "noun", facts.Noun),
            Words(s_maml + "description", page.Synopsis)),
        Words(s_maml + "description", page.Description),
        new XElement(s_command + "syntax", facts.Sets.Select(set => SyntaxItem(facts, set))),
        new XElement(
            s_command + "parameters",
            facts.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => Parameter(p, p.Anywhere, page.Parameters.GetValueOrDefault(p.Name, [])))),
        new XElement(s_command + "inputTypes", page.Inputs.Select(i => Value("inputType", i.Type, i.Words))),
        new XElement(s_command + "returnValues", page.Outputs.Select(o => Value("returnValue", o.Type, o.Words))),
        new XElement(s_maml + "alertSet", Words(s_maml + "alert", page.Notes)),
        new XElement(s_command + "examples", page.Examples.Select(Example)),
        new XElement(
            s_command + "relatedLinks",
            page.Links.Prepend(("Online Version:", page.HelpUri)).Select(Link)));

    private static XElement SyntaxItem(CommandFacts facts, string set) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", facts.Name),
        facts.In(set).Select(p => Parameter(p.Parameter, p.Place, [])));

    private static XElement Parameter(
        ParameterFacts parameter, ParameterPlace place, IReadOnlyList<string> words) => new(
        s_command + "parameter",
        new XAttribute("required", place.Required),
        new XAttribute("variableLength", parameter.Type.IsArray),
        new XAttribute("globbing", parameter.SupportsWildcards),
        new XAttribute("pipelineInput", PipelineInput(parameter)),
        new XAttribute("position", place.PositionText("named")),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(s_maml + "name", parameter.Name),
        words.Count > 0 ? Words(s_maml + "description", words) : null,
        parameter.AcceptedValues.Count > 0
            ? new XElement(s_command + "parameterValueGroup", parameter.AcceptedValues.Select(ParameterValue))
            : null,
        parameter.IsSwitch ? null : ParameterValue(parameter.ShortType),
        new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.ShortType)),
        new XElement(s_dev + "defaultValue", parameter.Default.Length > 0 ? parameter.Default : "None"));

    private static XElement ParameterValue(string text) => new(
        s_command + "parameterValue",
        new XAttribute("required", true),
        new XAttribute("variableLength", false),
        text);

    private static string PipelineInput(ParameterFacts parameter)
    {
        bool whole = parameter.Places.Any(p => p.FromPipeline);
        bool part = parameter.Places.Any(p => p.FromPipelineByPropertyName);
        return (whole, part) switch
        {
            (true, true) => "True (ByPropertyName, ByValue)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
    }

    private static XElement Value(string element, string type, IReadOnlyList<string> words) => new(
        s_command + element,
        new XElement(s_dev + "type", new XElement(s_maml + "name", type)),
        Words(s_maml + "description", words));

    // The empty paragraphs: PowerShell shows code in the line in which the words before it end, and the next title in
    // that of the words behind it, unless there is one.
    private static XElement Example(Example example) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"--- {example.Title} ---"),
        Words(s_maml + "introduction", [.. example.Before.Take(1).Select(_ => string.Empty), .. example.Before]),
        new XElement(s_dev + "code", example.Code),
        Words(s_dev + "remarks", [.. example.After, string.Empty]));

    private static XElement Link((string Text, string Url) link) => new(
        s_maml + "navigationLink",
        new XElement(s_maml + "linkText", link.Text),
        new XElement(s_maml + "uri", link.Url.Contains("://", StringComparison.Ordinal) ? link.Url : null));

    private static XElement Words(XName element, IReadOnlyList<string> paragraphs) =>
        new(element, paragraphs.Select(p => new XElement(s_maml + "para", p)));
}
