using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the return codes of a refused connect (MQTT 3.1.1, section 3.2.2.3).</summary>
public sealed class RefusalCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) => Completion.Of(["1", "2", "3", "4", "5"], wordToComplete);
}
