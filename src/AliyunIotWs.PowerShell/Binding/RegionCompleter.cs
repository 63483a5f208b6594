using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AliyunIotWs.Endpoints;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the regions that the platform's page names.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters) => Completion.Of(PlatformEndpoint.Regions, wordToComplete);
}
