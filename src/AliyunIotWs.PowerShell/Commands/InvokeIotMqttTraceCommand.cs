using System.Globalization;
using System.Management.Automation;
using System.Text;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Session.Outgoing;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Plays back what a device has sent: the messages, subscriptions and their ends of a trace, fresh from
/// Get-IotMqttPacket or read from a file, over a connection of now and in the times of then. Emits nothing. What can
/// not be played back is a non-terminating error.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "IotMqttTrace", SupportsShouldProcess = true)]
public sealed class InvokeIotMqttTraceCommand : SubscribingCmdlet
{
    // What a wait handle takes.
    private const double LongestPause = 2_000_000;

    private readonly LateProgress _progress = new("Playing back a trace");
    private double? _last;
    private long _played;

    /// <summary>
    /// A packet of a trace; those that were received, and those of the protocol itself, are passed over.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject Packet { get; set; } = null!;

    /// <summary>How much faster than it was; 2 is twice as fast.</summary>
    [Parameter]
    [ValidateRange(0.001, 1000.0)]
    public double Speed { get; set; } = 1;

    /// <summary>Without the pauses between the packets.</summary>
    [Parameter]
    public SwitchParameter NoDelay { get; set; }

    /// <summary>How long each message may take, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400.0)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var row = new InputRow(Packet);
        string type = row.Text(nameof(IotMqttPacket.Type)) ?? string.Empty;
        if (row.Text(nameof(IotMqttPacket.Direction)) is not nameof(IotPacketDirection.Sent) and not "0"
            || type is not ("PUBLISH" or "SUBSCRIBE" or "UNSUBSCRIBE"))
        {
            return;
        }

        Terminating(Packet, () =>
        {
            var connection = ResolveConnection();
            connection.Session.ThrowIfEnded();
            FollowPackets(connection.Session.Settings);
            string topic = row.Text(nameof(IotMqttPacket.Topic)) ?? string.Empty;
            if (!Allows($"{IotText.Show(topic)} over '{connection.Name}'", $"Play back {type}"))
                return;
            Pause(row);
            _played++;
            _progress.Show(this, () => string.Create(CultureInfo.InvariantCulture, $"{_played} packets"));
            try
            {
                Play(connection, type, topic, row);
                ShowPackets();
            }
            catch (IotException e)
            {
                WriteError(Errors.Record(e, Packet));
            }
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _progress.Complete(this);

    private void Play(IotMqttConnection connection, string type, string topic, InputRow row)
    {
        if (type == "PUBLISH")
        {
            int qos = Number(row, nameof(IotMqttPacket.Qos));
            var limit = TimeSpan.FromSeconds(TimeoutSeconds);
            if (LoneMessage.Send(connection.Session, topic, Payload(row, topic), qos, limit, StopToken) is { } failure)
                throw failure;
            return;
        }

        string[] filters = topic.Split(", ");
        if (type == "SUBSCRIBE")
        {
            Subscribe([new SubscriptionWish(connection, [.. filters])], 1, null);
            return;
        }

        Await(async (_, cancellation) =>
        {
            await connection.Session.Subscriptions.UnsubscribeAsync(filters, cancellation).ConfigureAwait(false);
            return true;
        });
    }

    private void Pause(InputRow row)
    {
        double now = double.TryParse(
            Convert.ToString(row.Value(nameof(IotMqttPacket.Seconds)), CultureInfo.InvariantCulture),
            NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            ? seconds
            : 0;
        if (!NoDelay && _last is { } last && now > last)
            StopToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(Math.Min((now - last) / Speed, LongestPause)));
        _last = now;
        StopToken.ThrowIfCancellationRequested();
    }

    private static ReadOnlyMemory<byte> Payload(InputRow row, string topic)
    {
        if (row.Text(nameof(IotMqttPacket.Base64)) is { Length: > 0 } base64)
            return Convert.FromBase64String(base64);
        string text = row.Text(nameof(IotMqttPacket.Payload)) ?? string.Empty;
        return text.Length > 0 || Number(row, nameof(IotMqttPacket.PayloadSize)) == 0
            ? Encoding.UTF8.GetBytes(text)
            : throw new IotException(
                IotErrorId.InvalidPayload,
                $"The message to '{topic}' was recorded without its payload.",
                "Record with Start-IotMqttTrace -IncludePayload.");
    }

    private static int Number(InputRow row, string name) =>
        int.TryParse(row.Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
