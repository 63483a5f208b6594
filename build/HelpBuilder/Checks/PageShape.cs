using HelpBuilder.Pages;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace HelpBuilder.Checks;

/// <summary>What the pages of two languages have in common, whatever their words.</summary>
internal static class PageShape
{
    /// <summary>
    /// A line for each section that differs: in its paragraphs, points of a list, rows of a table or blocks of code.
    /// </summary>
    public static IEnumerable<string> Differences(Page one, Page other)
    {
        var mine = Walk(one.Body).ToArray();
        var theirs = Walk(other.Body).ToArray();
        if (mine.Length != theirs.Length)
            return [$"has {theirs.Length} sections, and not {mine.Length}"];
        return mine.Zip(theirs)
            .Where(pair => Parts(pair.First) != Parts(pair.Second))
            .Select(pair => $"has other parts in '{pair.Second.Title}': {Parts(pair.Second)}, not {Parts(pair.First)}");
    }

    /// <summary>The section, and all within it.</summary>
    public static IEnumerable<Section> Walk(Section section) => section.Sections.SelectMany(Walk).Prepend(section);

    private static string Parts(Section section) =>
        string.Join(", ", section.Blocks.Select(Part).Prepend($"{section.Sections.Count} sections"));

    private static string Part(Block block) => block switch
    {
        ParagraphBlock => "a paragraph",
        ListBlock list => $"a list of {list.Count}",
        Table table => $"a table of {table.Count} by {table.OfType<TableRow>().First().Count}",
        FencedCodeBlock => "code",
        _ => block.GetType().Name,
    };
}
