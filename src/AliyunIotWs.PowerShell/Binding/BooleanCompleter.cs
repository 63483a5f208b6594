using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes true and false for what may also be left as it is, which the engine does for plain booleans alone.</summary>
public sealed class BooleanCompleter : IArgumentCompleter
{
    private static readonly string[] s_values = ["$true", "$false"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        s_values
            .Where(value => value.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(value));
}
