using System.Management.Automation;
using System.Management.Automation.Language;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Offers the values that begin with what was typed, quoted where PowerShell needs it.</summary>
internal static class Completion
{
    public static IEnumerable<CompletionResult> Of(IEnumerable<string> values, string? word)
    {
        string typed = (word ?? string.Empty).Trim('\'', '"');
        foreach (string value in values)
        {
            if (!value.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                continue;
            bool plain = value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
            string text = plain ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
            yield return new CompletionResult(text, value, CompletionResultType.ParameterValue, value);
        }
    }
}
