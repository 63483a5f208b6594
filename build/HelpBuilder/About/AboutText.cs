using HelpBuilder.Pages;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace HelpBuilder.About;

/// <summary>Makes the text of an about topic out of its page, as PowerShell's own topics are laid out.</summary>
internal static class AboutText
{
    private const int Columns = 80;

    /// <summary>The text. Get-Help takes the fifth line for the synopsis, so that stands there, in one line.</summary>
    public static string Write(Page page, string language)
    {
        string topic = language == "zh-CN" ? "主题" : "TOPIC";
        var lines = new List<string> { topic, Indent(1) + page.Body.Title, string.Empty };
        bool isFirst = true;
        foreach (var section in page.Body.Sections)
        {
            lines.Add(section.Title.ToUpperInvariant());
            if (isFirst)
                lines.AddRange(Prose.Paragraphs(section.Blocks).Select(p => Indent(1) + p).Append(string.Empty));
            else
                lines.AddRange(Blocks(section.Blocks, 1));
            isFirst = false;
            foreach (var part in section.Sections)
                Part(part, lines);
        }

        return string.Join('\n', lines).TrimEnd() + "\n";
    }

    private static void Part(Section part, List<string> lines)
    {
        lines.Add(Indent(1) + part.Title);
        lines.Add(Indent(1) + new string('-', TextWidth.Of(part.Title)));
        lines.AddRange(Blocks(part.Blocks, 1));
        foreach (var inner in part.Sections)
            Part(inner, lines);
    }

    private static IEnumerable<string> Blocks(IEnumerable<Block> blocks, int depth) =>
        blocks.SelectMany(b => Block(b, depth));

    private static IEnumerable<string> Block(Block block, int depth)
    {
        int room = Columns - (4 * depth);
        var lines = block switch
        {
            FencedCodeBlock code => code.Lines.ToString().Split('\n').Select(line => Indent(1) + line),
            Table table => TextTable.Lines(table, room),
            ListBlock list => list.OfType<ListItemBlock>().SelectMany(item => Item(item, room)),
            _ => Prose.Paragraphs([block]).SelectMany(p => TextWidth.Wrap(p, room)),
        };
        return lines.Select(line => (Indent(depth) + line).TrimEnd()).Append(string.Empty);
    }

    private static IEnumerable<string> Item(ListItemBlock item, int room)
    {
        string mark = item.Parent is ListBlock { IsOrdered: true } ? $"{item.Order}. " : "- ";
        string hang = new(' ', mark.Length);
        return Prose.Paragraphs(item)
            .SelectMany(p => TextWidth.Wrap(p, room - mark.Length))
            .Select((line, i) => (i == 0 ? mark : hang) + line);
    }

    private static string Indent(int depth) => new(' ', 4 * depth);
}
