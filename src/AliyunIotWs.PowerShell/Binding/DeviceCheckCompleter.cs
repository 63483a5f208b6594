using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AliyunIotWs.Emulator.Judging;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the names of the checks of Test-IotDevice, and of their groups.</summary>
public sealed class DeviceCheckCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) => Completion.Of(
            parameterName.Equals("Group", StringComparison.OrdinalIgnoreCase)
                ? Enum.GetNames<CheckGroup>()
                : CheckCatalog.All.Select(check => check.Name),
            wordToComplete);
}
