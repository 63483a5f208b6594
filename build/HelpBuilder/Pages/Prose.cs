using System.Text;
using HelpBuilder.About;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HelpBuilder.Pages;

/// <summary>Markdown as plain text: a paragraph in one line, which whoever shows it wraps.</summary>
internal static class Prose
{
    /// <summary>The text of blocks, a string for each paragraph, list, table and block of code.</summary>
    public static IEnumerable<string> Paragraphs(IEnumerable<Block> blocks) => blocks.SelectMany(One);

    public static string Inline(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines ?? [])
        {
            string piece = inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => $"`{code.Content}`",
                LineBreakInline => "\n",
                LinkInline link => Link(link),
                AutolinkInline link => link.Url,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                ContainerInline container => Inline(container),
                _ => throw new InvalidDataException($"'{inline}' has no form in help. Write it as plain text or code."),
            };
            if (inline is LineBreakInline || (text.Length > 0 && text[^1] == '\n'))
                JoinLines(text, piece);
            else
                text.Append(piece);
        }

        return text.ToString();
    }

    private static void JoinLines(StringBuilder text, string piece)
    {
        if (piece == "\n")
        {
            text.Append('\n');
            return;
        }

        text.Length--;
        bool joined = text.Length > 0 && piece.Length > 0 && TextWidth.NeedNoSpace(text[^1], piece[0]);
        text.Append(joined ? string.Empty : " ").Append(piece);
    }

    // A page of the module is found by its name; other addresses are shown.
    private static string Link(LinkInline link)
    {
        string text = Inline(link);
        string url = link.Url ?? string.Empty;
        return url == text || url.EndsWith(".md", StringComparison.Ordinal) ? text : $"{text} ({url})";
    }

    private static IEnumerable<string> One(Block block) => block switch
    {
        ParagraphBlock paragraph => [Inline(paragraph.Inline)],
        FencedCodeBlock code => [code.Lines.ToString()],
        ListBlock list => [string.Join('\n', list.OfType<ListItemBlock>().SelectMany(Item))],
        Table table => [string.Join('\n', TextTable.Lines(table, 100))],
        QuoteBlock quote => Paragraphs(quote),
        _ => throw new InvalidDataException($"A block of Markdown ({block.GetType().Name}) has no form in help."),
    };

    private static IEnumerable<string> Item(ListItemBlock item)
    {
        string mark = item.Parent is ListBlock { IsOrdered: true } ? $"{item.Order}. " : "- ";
        return Paragraphs(item).Select((text, i) => i == 0 ? mark + text : text);
    }
}
