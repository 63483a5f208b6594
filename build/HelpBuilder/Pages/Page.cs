using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace HelpBuilder.Pages;

/// <summary>A file of Markdown: its front matter, and its sections by their headings.</summary>
internal sealed class Page
{
    private static readonly MarkdownPipeline s_pipeline =
        new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    private Page(string path, string text)
    {
        Path = path;
        Text = text;
    }

    public string Path { get; }

    public string Text { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public Dictionary<string, string> FrontMatter { get; } = new(StringComparer.Ordinal);

    /// <summary>The section of the first heading, in which all others are.</summary>
    public Section Body { get; private set; } = new(string.Empty);

    public static Page Read(string path)
    {
        var page = new Page(path, File.ReadAllText(path).ReplaceLineEndings("\n"));
        var document = Markdown.Parse(page.Text, s_pipeline);
        var open = new Stack<(int Level, Section Section)>();
        var root = new Section(string.Empty);
        open.Push((0, root));
        foreach (var block in document)
        {
            if (block is YamlFrontMatterBlock matter)
            {
                page.AddFrontMatter(matter);
            }
            else if (block is HeadingBlock heading)
            {
                while (open.Peek().Level >= heading.Level)
                    open.Pop();
                var section = new Section(Prose.Inline(heading.Inline));
                open.Peek().Section.Sections.Add(section);
                open.Push((heading.Level, section));
            }
            else if (block is not LinkReferenceDefinitionGroup)
            {
                open.Peek().Section.Blocks.Add(block);
            }
        }

        page.Body = root.Sections.FirstOrDefault() ?? root;
        return page;
    }

    private void AddFrontMatter(YamlFrontMatterBlock matter)
    {
        foreach (string line in matter.Lines.ToString().Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                FrontMatter[line[..colon]] = line[(colon + 1)..].Trim();
        }
    }
}
