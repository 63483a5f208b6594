using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the addresses of the runspace's emulators: ws and wss, and wss alone to register.</summary>
public sealed class EndpointCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        bool secure = commandName.StartsWith("Register", StringComparison.OrdinalIgnoreCase);
        var endpoints = ModuleState.Current.Emulators
            .SelectMany(emulator => secure ? [emulator.SecureEndpoint] : new[] { emulator.Endpoint, emulator.SecureEndpoint })
            .Select(endpoint => endpoint.ToString());
        return Completion.Of(endpoints, wordToComplete);
    }
}
