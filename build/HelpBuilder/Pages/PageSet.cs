namespace HelpBuilder.Pages;

/// <summary>The pages of one language: those of the cmdlets and those of the about topics.</summary>
internal sealed class PageSet
{
    private const string AboutPrefix = "about_";

    private PageSet(string culture, IReadOnlyList<Page> pages)
    {
        Culture = culture;
        Commands = pages.Where(p => !IsAbout(p)).ToDictionary(p => p.Name, p => new CommandPage(p));
        Topics = pages.Where(IsAbout).ToDictionary(p => p.Name);
    }

    public string Culture { get; }

    public IReadOnlyDictionary<string, CommandPage> Commands { get; }

    public IReadOnlyDictionary<string, Page> Topics { get; }

    public IEnumerable<Page> All => Commands.Values.Select(p => p.Source).Concat(Topics.Values);

    public static PageSet Read(string folder) => new(
        Path.GetFileName(folder),
        [.. Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).Select(Page.Read)]);

    private static bool IsAbout(Page page) => page.Name.StartsWith(AboutPrefix, StringComparison.Ordinal);
}
