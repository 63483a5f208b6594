using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>Completes the topic classes that every product has, and the topics that are subscribed to.</summary>
public sealed class TopicCompleter : IArgumentCompleter
{
    private static readonly string[] s_classes =
    [
        "/{ProductKey}/{DeviceName}/user/update",
        "/{ProductKey}/{DeviceName}/user/update/error",
        "/{ProductKey}/{DeviceName}/user/get",
        "/sys/{ProductKey}/{DeviceName}/thing/event/property/post",
        "/sys/{ProductKey}/{DeviceName}/thing/event/property/post_reply",
        "/sys/{ProductKey}/{DeviceName}/thing/service/property/set",
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var subscribed = ModuleState.Current.Default?.Subscriptions.Select(s => s.Topic) ?? [];
        return Completion.Of(subscribed.Concat(s_classes), wordToComplete);
    }
}
