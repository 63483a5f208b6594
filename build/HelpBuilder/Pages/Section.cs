using Markdig.Syntax;

namespace HelpBuilder.Pages;

/// <summary>A heading with what stands below it, up to the next one of its level.</summary>
internal sealed record Section(string Title)
{
    /// <summary>What stands before the first section within.</summary>
    public List<Block> Blocks { get; } = [];

    public List<Section> Sections { get; } = [];

    public Section? Find(string title) =>
        Sections.Find(s => string.Equals(s.Title, title, StringComparison.OrdinalIgnoreCase));
}
