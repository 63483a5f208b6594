using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits received messages as they come, in the order of arrival. Without -Count and -TimeoutSeconds it goes on until
/// Ctrl+C or <c>Select-Object -First</c>. With -TimeoutSeconds alone it ends silently; with both, coming up short is
/// the non-terminating error ReceiveTimeout.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "IotMessage")]
[OutputType(typeof(IotMessage))]
public sealed class ReceiveIotMessageCommand : ReceivingCmdlet
{
    /// <summary>
    /// Topic filters to read, subscribed to first where needed; without them all that the connection receives.
    /// </summary>
    [Parameter(Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(TopicCompleter))]
    public string[]? Topic { get; set; }

    /// <summary>The highest quality of service of a subscription that is made here: 0 or 1.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    public int Qos { get; set; } = 1;

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(Topic, () =>
    {
        var connection = ResolveConnection();
        if (Topic is null)
        {
            Receive(connection, null, null);
            return;
        }

        connection.Session.ThrowIfEnded();
        var filters = ExpandFilters(connection, Topic);
        var missing = FindMissing(connection, filters);
        HashSet<string> granted = [.. filters.Except(missing)];
        if (missing.Count > 0)
            granted.UnionWith(Subscribe(connection, missing, Qos, null).Select(e => e.Filter));
        if (granted.Count > 0)
            Receive(connection, granted, Topic);
    });

    internal override object Read(IotMessage message, IotMqttConnection connection) => message;

    internal override IotException CameUpShort(int wanted, int received) => new(
        IotErrorId.ReceiveTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{received} of {wanted} messages arrived within {TimeoutSeconds} s."),
        "Check that the sender publishes to the topic and that it is subscribed to: Get-IotMqttConnection shows both.");
}
