using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AliyunIotWs.PowerShell.Commands;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the names of the runspace's emulators.</summary>
public sealed class EmulatorNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) => Completion.Of(Lookups.Emulators.Names, wordToComplete);
}
