using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AliyunIotWs.Requests;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the names of the methods that a device can ask of the platform.</summary>
public sealed class RequestMethodCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) => Completion.Of(RequestMethods.All.Select(m => m.Name), wordToComplete);
}
