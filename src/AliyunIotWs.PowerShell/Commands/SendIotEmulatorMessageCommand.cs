using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Emulator.Authorization;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Sends from the emulated cloud to the devices that have subscribed to a topic, or to all of a product that are online.
/// Emits nothing.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "IotEmulatorMessage", DefaultParameterSetName = "Topic", SupportsShouldProcess = true)]
public sealed class SendIotEmulatorMessageCommand : EmulatorCmdlet
{
    private readonly LateProgress _progress = new("Sending from the emulated cloud");
    private long _messages;

    /// <summary>
    /// The full topic, such as <c>/a1b2c3/lamp/user/get</c>; with -Device, <c>{ProductKey}</c> and <c>{DeviceName}</c> in it
    /// stand for each of the devices.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Topic")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EmulatorTopicCompleter))]
    public string Topic { get; set; } = string.Empty;

    /// <summary>A string goes as UTF-8, byte[] as it is, anything else as JSON.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = "Topic")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Broadcast")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Payload { get; set; }

    /// <summary>Names of devices, or <c>productKey/deviceName</c>, with wildcards, to fill the topic with.</summary>
    [Parameter(ParameterSetName = "Topic")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public string[]? Device { get; set; }

    /// <summary>0: at most once. 1: at least once; kept for a device with a session that is away.</summary>
    [Parameter(ParameterSetName = "Topic")]
    [ValidateRange(0, 1)]
    [ArgumentCompleter(typeof(QosCompleter))]
    public int Qos { get; set; } = 1;

    /// <summary>
    /// Broadcasts to all devices of this product that are online, on a topic that none has to subscribe to; at most
    /// 64 KB, with QoS 0.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Broadcast")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EmulatorProductCompleter))]
    public string? BroadcastTo { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => _progress.Complete(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _messages++;
        _progress.Show(this, () => string.Create(CultureInfo.InvariantCulture, $"{_messages} messages"));
        IotEmulator emulator = null!;
        Terminating(Topic, () => emulator = ResolveEmulator());
        try
        {
            var bytes = PayloadBytes.From(Payload);
            if (BroadcastTo is not null)
            {
                if (MayAsk && !ShouldProcess($"all devices of {BroadcastTo}", "Broadcast"))
                    return;
                int devices = emulator.Server.Cloud.Calls.Broadcast(BroadcastTo, bytes.ToArray());
                Tell($"{devices} devices of {BroadcastTo} are online and were sent the broadcast.");
                return;
            }

            foreach (string topic in Topics(emulator))
            {
                if (MayAsk && !ShouldProcess(IotText.Show(topic), $"Send {bytes.Length} bytes with QoS {Qos}"))
                    continue;
                if (emulator.Server.SendAsync(topic, bytes, Qos, StopToken).GetAwaiter().GetResult() is { } fault)
                    WriteWarning($"The message on {topic} was not delivered: {fault}.");
            }
        }
        catch (ArgumentException e)
        {
            var error = new IotException(
                e.ParamName == "topic" ? IotErrorId.InvalidTopic : IotErrorId.InvalidPayload,
                e.Message,
                "The limits are those of the platform: 128 bytes of topic, 256 KB of payload, 64 KB of a broadcast.",
                e);
            WriteError(Errors.Record(error, Payload));
        }
        catch (InvalidOperationException e)
        {
            var error = new IotException(
                IotErrorId.EmulatorNotFound, e.Message, "Start another one with Start-IotEmulator.", e);
            WriteError(Errors.Record(error, Payload));
        }
        catch (IotException e)
        {
            WriteError(Errors.Record(e, Payload));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private IEnumerable<string> Topics(IotEmulator emulator)
    {
        if (Device is null)
            return TopicTemplate.HasPlaceholder(Topic) ? throw Nameless() : [Known(emulator, Topic)];
        if (!TopicTemplate.HasPlaceholder(Topic))
            throw Nameless();
        return EmulatorDevices.Find(this, emulator, Device)
            .Select(device => TopicTemplate.Expand(Topic, device.ProductKey, device.DeviceName));
    }

    // A topic of a device that nobody knows is a slip of the pen.
    private static string Known(IotEmulator emulator, string topic)
    {
        TopicText.ValidateName(topic);

        // What is wrong with these is said where they are sent.
        if (TopicSyntax.FaultOfName(topic) is not null || emulator.Server.State == EmulatorState.Stopped)
            return topic;
        if (emulator.Server.Cloud.Context.Devices.UnknownOwnerOf(topic) is not { } key)
            return topic;

        throw new IotException(
            IotErrorId.EmulatorDeviceNotFound,
            $"The emulator {emulator.Endpoint} knows no device '{key}', which the topic names.",
            "Its property Devices lists those that it knows; a topic of a device is /{ProductKey}/{DeviceName}/….");
    }

    private IotException Nameless() => new(
        IotErrorId.InvalidTopic,
        Device is null
            ? $"The topic '{Topic}' has a placeholder, but no device is named."
            : $"The topic '{Topic}' has no placeholder for the devices that are named.",
        "Give -Device lamp-01 -Topic '/{ProductKey}/{DeviceName}/user/get', or the whole topic and no -Device.");
}
