using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HelpBuilder.Pages;

/// <summary>The page of a cmdlet.</summary>
internal sealed class CommandPage(Page page)
{
    public Page Source => page;

    public string Name => page.Body.Title;

    public IReadOnlyList<string> Synopsis => Words("SYNOPSIS");

    public IReadOnlyList<string> Description => Words("DESCRIPTION");

    public IReadOnlyList<Example> Examples => [.. Parts("EXAMPLES").Where(Example.IsOne).Select(Example.Read)];

    /// <summary>The titles of examples that are none: words, then code, then words is their form.</summary>
    public IEnumerable<string> Misshapen => Parts("EXAMPLES").Where(s => !Example.IsOne(s)).Select(s => s.Title);

    /// <summary>The words on each parameter, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; } =
        (page.Body.Find("PARAMETERS")?.Sections ?? []).Where(s => s.Title.StartsWith('-'))
        .ToDictionary(
            s => s.Title[1..],
            s => (IReadOnlyList<string>)[.. Prose.Paragraphs(s.Blocks.Where(b => b is not FencedCodeBlock))]);

    public IReadOnlyList<(string Type, IReadOnlyList<string> Words)> Inputs => Types("INPUTS");

    public IReadOnlyList<(string Type, IReadOnlyList<string> Words)> Outputs => Types("OUTPUTS");

    public IReadOnlyList<string> Notes => Words("NOTES");

    /// <summary>The address of the page, for Get-Help -Online.</summary>
    public string HelpUri => page.FrontMatter.GetValueOrDefault("HelpUri", string.Empty);

    /// <summary>Names of cmdlets and topics, with their addresses.</summary>
    public IReadOnlyList<(string Text, string Url)> Links =>
    [
        .. (page.Body.Find("RELATED LINKS")?.Blocks ?? []).SelectMany(b => b.Descendants<LinkInline>())
            .Select(link => (Prose.Inline(link), link.Url ?? string.Empty)),
    ];

    private IReadOnlyList<string> Words(string section) => [.. Prose.Paragraphs(page.Body.Find(section)?.Blocks ?? [])];

    private List<Section> Parts(string section) => page.Body.Find(section)?.Sections ?? [];

    private IReadOnlyList<(string Type, IReadOnlyList<string> Words)> Types(string section) =>
        [.. Parts(section).Select(s => (s.Title, (IReadOnlyList<string>)[.. Prose.Paragraphs(s.Blocks)]))];
}
