using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the keys of the products that the devices of the runspace's emulators are of.</summary>
public sealed class EmulatorProductCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) => Completion.Of(
        ModuleState.Current.Emulators.SelectMany(emulator => emulator.Server.Devices).Select(device => device.ProductKey)
            .Distinct(),
        wordToComplete);
}
