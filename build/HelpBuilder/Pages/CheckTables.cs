using System.Text;
using HelpBuilder.Facts;

namespace HelpBuilder.Pages;

/// <summary>
/// The tables of the checks of Test-IotDevice: one section of one topic, whose words come from the checks themselves.
/// </summary>
internal static class CheckTables
{
    /// <summary>The topic.</summary>
    public const string Topic = "about_AliyunIotWs_Judge";

    /// <summary>The page with the tables as they are to be.</summary>
    public static string Update(string text, IReadOnlyList<CheckFacts> checks, string culture)
    {
        bool isChinese = culture == "zh-CN";
        string heading = isChinese ? "\n### 检查项\n" : "\n### The checks\n";
        int begin = text.IndexOf(heading, StringComparison.Ordinal);
        if (begin < 0)
            return text;
        begin += heading.Length;
        int end = text.IndexOf("\n### ", begin, StringComparison.Ordinal);
        return text[..begin] + Write(checks, isChinese) + text[(end < 0 ? text.Length : end)..];
    }

    private static string Write(IReadOnlyList<CheckFacts> checks, bool isChinese)
    {
        var tables = new StringBuilder();
        foreach (var group in checks.GroupBy(check => check.Group))
        {
            string head = isChinese ? $"| {group.Key} | 规则 | 出处 |" : $"| {group.Key} | rule | source |";
            tables.Append('\n').Append(head).Append("\n|---|---|---|\n");
            foreach (var check in group)
            {
                string rule = isChinese ? check.Rule.Chinese : check.Rule.English;
                tables.Append($"| `{check.Name}` | {Cell(rule)} | {Cell(check.Source)} |\n");
            }
        }

        return tables.ToString();
    }

    // What Markdown would take for its own.
    private static string Cell(string text) => text
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)
        .Replace("{", "\\{", StringComparison.Ordinal)
        .Replace("<", "\\<", StringComparison.Ordinal);
}
