using System.Text;
using System.Xml;
using HelpBuilder.About;
using HelpBuilder.Checks;
using HelpBuilder.Facts;
using HelpBuilder.Maml;
using HelpBuilder.Pages;

// HelpBuilder <assembly of the cmdlets> <folder of the languages> <folder of the module> [update] [incomplete]
// update brings the facts in the pages up to date first; incomplete writes what there is, whatever a page lacks.
string assembly = args[0];
// Beside the languages there are reports.
string[] folders =
[
    .. Directory.GetDirectories(args[1])
        .Where(folder => File.Exists(Path.Combine(folder, "about_AliyunIotWs.md")))
        .Order(StringComparer.Ordinal),
];
string output = args[2];
var commands = CommandFacts.ReadAll(assembly);
var checks = CheckFacts.ReadAll(assembly);

if (args.Contains("update"))
    Update();

PageSet[] languages = [.. folders.Select(PageSet.Read)];
string[] findings = [.. PageCheck.Findings(commands, checks, languages)];
foreach (string finding in findings)
    Console.Error.WriteLine(finding);
if (findings.Length > 0 && !args.Contains("incomplete"))
    return 1;

foreach (var language in languages)
{
    foreach (string culture in CulturesOf(language.Culture))
        Write(language, culture);
}

return 0;

void Update()
{
    foreach (string folder in folders)
    {
        foreach (var command in commands)
        {
            string path = Path.Combine(folder, $"{command.Name}.md");
            string text = File.Exists(path)
                ? PageFacts.Update(File.ReadAllText(path).ReplaceLineEndings("\n"), command)
                : PageFacts.Create(command, Path.GetFileName(folder));
            File.WriteAllText(path, text);
        }

        string topic = Path.Combine(folder, $"{CheckTables.Topic}.md");
        string words = File.ReadAllText(topic).ReplaceLineEndings("\n");
        File.WriteAllText(topic, CheckTables.Update(words, checks, Path.GetFileName(folder)));
    }
}

void Write(PageSet language, string culture)
{
    string folder = Path.Combine(output, culture);
    if (Directory.Exists(folder))
        Directory.Delete(folder, recursive: true);
    Directory.CreateDirectory(folder);
    var maml = MamlDocument.Create(
        commands.Where(c => language.Commands.ContainsKey(c.Name)).Select(c => (c, language.Commands[c.Name])));
    var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.None };
    using (var writer = XmlWriter.Create(Path.Combine(folder, $"{Path.GetFileName(assembly)}-Help.xml"), settings))
        maml.Save(writer);
    foreach (var topic in language.Topics.Values)
    {
        // With the mark that tells an older console the encoding.
        string path = Path.Combine(folder, $"{topic.Name}.help.txt");
        File.WriteAllText(path, AboutText.Write(topic, language.Culture), Encoding.UTF8);
    }
}

// PowerShell looks for the user's culture, then for its parents. zh-CN is not among those of zh-SG, or of zh-Hans.
static string[] CulturesOf(string language) => language == "zh-CN" ? ["zh-CN", "zh-Hans"] : [language];
