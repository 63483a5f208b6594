using System.Globalization;
using System.Text;
using HelpBuilder.Facts;

namespace HelpBuilder.Pages;

/// <summary>
/// Brings the facts in a page to what the cmdlet says: its syntax, its parameters in alphabetical order, and the YAML
/// of each. Words stay as they are; where there are none yet, a mark in double braces stands for them.
/// </summary>
internal static class PageFacts
{
    private const string Chinese = "zh-CN";

    private const string CommonParameters =
        """
        ### CommonParameters

        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).


        """;

    private const string ChineseCommonParameters =
        """
        ### CommonParameters

        此 cmdlet 支持通用参数：-Debug、-ErrorAction、-ErrorVariable、-InformationAction、-InformationVariable、
        -OutBuffer、-OutVariable、-PipelineVariable、-ProgressAction、-Verbose、-WarningAction 和 -WarningVariable。详见
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216)。


        """;

    public static string Update(string text, CommandFacts facts)
    {
        var chapters = Split(text, "## ");
        bool isChinese = text.Contains($"\nLocale: {Chinese}\n", StringComparison.Ordinal);
        return string.Concat(chapters.Select(chapter => chapter.Heading switch
        {
            "SYNTAX" => $"## SYNTAX\n\n{FactText.Syntax(facts)}",
            "PARAMETERS" => Parameters(chapter.Text, facts, isChinese ? ChineseCommonParameters : CommonParameters),
            _ => chapter.Text,
        }));
    }

    /// <summary>A page with its facts, and with marks for the words.</summary>
    public static string Create(CommandFacts facts, string culture)
    {
        string name = facts.Name;
        string example = culture == Chinese ? "示例 1：" : "Example 1: ";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            ---
            document type: cmdlet
            external help file: AliyunIotWs.PowerShell.dll-Help.xml
            HelpUri: https://github.com/AliyunIotWs/AliyunIotWs/blob/main/docs/{{{culture}}}/{{{name}}}.md
            Locale: {{{culture}}}
            Module Name: AliyunIotWs
            ms.date: {{{DateTime.UtcNow:MM/dd/yyyy}}}
            PlatyPS schema version: 2024-05-01
            title: {{{name}}}
            ---

            # {{{name}}}

            ## SYNOPSIS

            {{ Fill in the Synopsis }}

            ## SYNTAX

            ## ALIASES

            ## DESCRIPTION

            {{ Fill in the Description }}

            ## EXAMPLES

            ### {{{example}}}{{ Add example title here }}

            {{ Add example here }}

            ## PARAMETERS

            ## INPUTS

            ## OUTPUTS

            ## NOTES

            ## RELATED LINKS

            """);
        return Update(text, facts);
    }

    private static string Parameters(string chapter, CommandFacts facts, string common)
    {
        var words = Split(chapter, "### ").Where(p => p.Heading.StartsWith('-'))
            .ToDictionary(p => p.Heading[1..], p => Words(p.Text));
        var text = new StringBuilder("## PARAMETERS\n\n");
        foreach (var parameter in facts.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            string said = words.GetValueOrDefault(parameter.Name, $"{{{{ Fill {parameter.Name} Description }}}}");
            text.Append(
                CultureInfo.InvariantCulture, $"### -{parameter.Name}\n\n{said}\n\n{FactText.Yaml(parameter)}\n");
        }

        return text.Append(common.ReplaceLineEndings("\n")).ToString();
    }

    // What stands between the heading and the facts.
    private static string Words(string part)
    {
        int start = part.IndexOf('\n', StringComparison.Ordinal) + 1;
        int end = part.IndexOf("\n```yaml", StringComparison.Ordinal);
        return part[start..(end < 0 ? part.Length : end)].Trim();
    }

    private static List<(string Heading, string Text)> Split(string text, string mark)
    {
        var parts = new List<(string Heading, string Text)>();
        string heading = string.Empty;
        var part = new StringBuilder();
        bool inCode = false;
        foreach (string line in text.Split('\n'))
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inCode && line.StartsWith(mark, StringComparison.Ordinal))
            {
                parts.Add((heading, part.ToString()));
                part.Clear();
                heading = line[mark.Length..];
            }

            part.Append(line).Append('\n');
        }

        // The text ends with a line break, after which there is no line.
        part.Length--;
        parts.Add((heading, part.ToString()));
        return parts;
    }
}
