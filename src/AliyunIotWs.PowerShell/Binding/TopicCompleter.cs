using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AliyunIotWs.PowerShell.Commands;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Completes the topics that every device has, with placeholders or, where they are typed so, with the connection's own
/// names, and before them those that are subscribed to.
/// </summary>
public sealed class TopicCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var chosen = Lookups.Connections.Named(fakeBoundParameters[nameof(ConnectionCmdlet.Connection)]);
        var subscribed = chosen.SelectMany(c => c.Subscriptions).Select(s => s.Topic);
        if (commandName.StartsWith("Unregister", StringComparison.OrdinalIgnoreCase))
            return Completion.Of(subscribed.Distinct(), wordToComplete);
        bool sends = parameterName.StartsWith("Publish", StringComparison.OrdinalIgnoreCase)
            || commandName.StartsWith("Send", StringComparison.OrdinalIgnoreCase)
            || (commandName.StartsWith("Invoke", StringComparison.OrdinalIgnoreCase)
                && parameterName.Equals("Topic", StringComparison.OrdinalIgnoreCase));
        var classes = sends ? DeviceTopics.Up : DeviceTopics.Down;
        var own = chosen.Where(c => c.DeviceName is not null)
            .SelectMany(c => classes.Select(topic => DeviceTopics.Of(topic, c.ProductKey!, c.DeviceName!)));
        return Completion.Of((sends ? [] : subscribed).Concat(classes).Concat(own).Distinct(), wordToComplete);
    }
}
