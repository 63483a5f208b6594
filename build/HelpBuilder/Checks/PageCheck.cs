using HelpBuilder.Facts;
using HelpBuilder.Pages;
using Markdig.Syntax;

namespace HelpBuilder.Checks;

/// <summary>Finds what a reader would miss. Each finding is a line that names the page.</summary>
internal static class PageCheck
{
    private const int FewestExamples = 3;

    // Get-Help indents an example by 4 and the code of a topic by 8, and breaks what does not fit a console of 80 columns:
    // code that is copied from there would be another.
    private const int WidestExample = 76;
    private const int WidestTopic = 72;

    private static readonly string[] s_chapters =
    [
        "SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES",
        "RELATED LINKS",
    ];

    public static IEnumerable<string> Findings(
        IReadOnlyList<CommandFacts> commands, IReadOnlyList<CheckFacts> checks, IReadOnlyList<PageSet> languages)
    {
        foreach (var language in languages)
        {
            foreach (string finding in Missing(commands, language).Concat(Twins(language, languages[0])))
                yield return $"{language.Culture}: {finding}";
            foreach (var command in commands.Where(c => language.Commands.ContainsKey(c.Name)))
            {
                foreach (string finding in Command(command, language.Commands[command.Name]))
                    yield return $"{language.Culture}/{command.Name}: {finding}";
            }

            if (language.Topics.GetValueOrDefault(CheckTables.Topic) is { } tables
                && CheckTables.Update(tables.Text, checks, language.Culture) != tables.Text)
            {
                yield return $"{language.Culture}/{tables.Name}: the checks are others. Bring them up to date with "
                    + "-Task Docs -Update.";
            }

            foreach (var topic in language.Topics.Values)
            {
                foreach (string finding in Common(topic).Concat(Topic(topic)).Concat(Wide(topic, WidestTopic)))
                    yield return $"{language.Culture}/{topic.Name}: {finding}";
            }
        }
    }

    private static IEnumerable<string> Missing(IReadOnlyList<CommandFacts> commands, PageSet language)
    {
        foreach (var command in commands.Where(c => !language.Commands.ContainsKey(c.Name)))
            yield return $"the cmdlet {command.Name} has no page.";
        foreach (string name in language.Commands.Keys.Except(commands.Select(c => c.Name)))
            yield return $"the page {name} describes no cmdlet of the module.";
    }

    private static IEnumerable<string> Twins(PageSet language, PageSet first)
    {
        foreach (string name in first.Topics.Keys.Except(language.Topics.Keys))
            yield return $"the topic {name} has no page.";
        foreach (string name in language.Topics.Keys.Except(first.Topics.Keys))
            yield return $"the topic {name} has no page in {first.Culture}.";
        var pairs = first.All.Join(language.All, p => p.Name, p => p.Name, (one, other) => (one, other));
        foreach (var (one, other) in pairs)
        {
            if (!Code(one, "powershell", "Output").SequenceEqual(Code(other, "powershell", "Output"), StringComparer.Ordinal))
                yield return $"the page {one.Name} has other code, or other output, than in {first.Culture}.";
            foreach (string difference in PageShape.Differences(one, other))
                yield return $"the page {one.Name} {difference} as in {first.Culture}.";
        }
    }

    private static IEnumerable<string> Command(CommandFacts facts, CommandPage page)
    {
        foreach (string finding in Common(page.Source).Concat(Wide(page.Source, WidestExample)))
            yield return finding;
        string[] chapters = [.. page.Source.Body.Sections.Select(s => s.Title)];
        if (!chapters.SequenceEqual(s_chapters, StringComparer.Ordinal))
            yield return $"its sections are to be {string.Join(", ", s_chapters)}.";
        foreach (var parameter in facts.Parameters.Where(p => !(page.Parameters.GetValueOrDefault(p.Name)?.Count > 0)))
            yield return $"the parameter -{parameter.Name} has no words.";
        foreach (string name in page.Parameters.Keys.Except(facts.Parameters.Select(p => p.Name)))
            yield return $"the cmdlet has no parameter -{name}.";
        if (page.Synopsis.Count != 1)
            yield return "its synopsis is to be one paragraph.";
        if (page.Description.Count == 0 || page.Notes.Count == 0 || page.Links.Count == 0)
            yield return "description, notes or links are empty.";
        if (page.Inputs.Count == 0 || page.Outputs.Count == 0
            || page.Inputs.Concat(page.Outputs).Any(value => value.Words.Count == 0))
        {
            yield return "inputs or outputs are empty.";
        }

        foreach (string title in page.Misshapen)
            yield return $"'{title}' is to have words, then code without words between, then words.";
        if (page.Examples.Count < FewestExamples)
            yield return $"it has {page.Examples.Count} examples; {FewestExamples} are the fewest.";
        if (PageFacts.Update(page.Source.Text, facts) != page.Source.Text)
            yield return "syntax or parameters differ from the cmdlet. Bring them up to date with -Task Docs -Update.";
    }

    private static IEnumerable<string> Common(Page page)
    {
        if (page.Body.Title != page.Name || page.FrontMatter.GetValueOrDefault("title") != page.Name)
            yield return "title and heading are to be the name of the file.";
        if (page.FrontMatter.GetValueOrDefault("Locale") != Path.GetFileName(Path.GetDirectoryName(page.Path)))
            yield return "Locale is to be the folder's.";
        if (page.Text.Contains("{{ ", StringComparison.Ordinal))
            yield return "words in double braces are still to be filled in.";
    }

    private static IEnumerable<string> Topic(Page page)
    {
        if (page.Body.Sections.Count < 2 || Prose.Paragraphs(page.Body.Sections[0].Blocks).Count() != 1)
            yield return "a topic begins with a section of one paragraph, which Get-Help lists, and goes on after it.";
    }

    private static IEnumerable<string> Wide(Page page, int widest) => Code(page, "powershell")
        .SelectMany(code => code.Split('\n'))
        .Where(line => line.Length > widest)
        .Select(line => $"a line of code is to have {widest} columns at the most, to be copied from Get-Help: {line.Trim()}");

    private static IEnumerable<string> Code(Page page, params string[] kinds) => PageShape.Walk(page.Body)
        .SelectMany(s => s.Blocks)
        .OfType<FencedCodeBlock>()
        .Where(code => kinds.Contains(code.Info))
        .Select(code => code.Lines.ToString());
}
