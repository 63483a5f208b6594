using Markdig.Syntax;

namespace HelpBuilder.Pages;

/// <summary>An example: words, then code with what it prints, then words again.</summary>
internal sealed record Example(string Title, IReadOnlyList<string> Before, string Code, IReadOnlyList<string> After)
{
    /// <summary>True where the section is such an example, with no words between its blocks of code.</summary>
    public static bool IsOne(Section section) =>
        section.Blocks.Exists(b => b is FencedCodeBlock)
        && section.Blocks.SkipWhile(b => b is not FencedCodeBlock).SkipWhile(b => b is FencedCodeBlock)
            .All(b => b is not FencedCodeBlock);

    public static Example Read(Section section)
    {
        var blocks = section.Blocks;
        int first = blocks.FindIndex(b => b is FencedCodeBlock);
        int last = blocks.FindLastIndex(b => b is FencedCodeBlock);
        var code = blocks.GetRange(first, last - first + 1).Select(b => ((FencedCodeBlock)b).Lines.ToString());
        return new Example(
            section.Title,
            [.. Prose.Paragraphs(blocks[..first])],
            string.Join("\n\n", code),
            [.. Prose.Paragraphs(blocks[(last + 1)..])]);
    }
}
