using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;
using AliyunIotWs.Topics;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Sends from the emulated cloud to the devices that have subscribed to a topic, or to all of a product that are online.
/// Emits nothing.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "IotEmulatorMessage", DefaultParameterSetName = "Topic")]
public sealed class SendIotEmulatorMessageCommand : EmulatorCmdlet
{
    /// <summary>The full topic, such as <c>/a1b2c3/lamp/user/get</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Topic")]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = string.Empty;

    /// <summary>A string goes as UTF-8, byte[] as it is, anything else as JSON.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = "Topic")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Broadcast")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Payload { get; set; }

    /// <summary>0: at most once. 1: at least once; kept for a device with a session that is away.</summary>
    [Parameter(ParameterSetName = "Topic")]
    [ValidateRange(0, 1)]
    public int Qos { get; set; } = 1;

    /// <summary>
    /// Broadcasts to all devices of this product that are online, on a topic that none has to subscribe to; at most
    /// 64 KB, with QoS 0.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Broadcast")]
    [ValidateNotNullOrEmpty]
    public string? BroadcastTo { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IotEmulator emulator = null!;
        Terminating(Topic, () => emulator = ResolveEmulator());
        try
        {
            var bytes = PayloadBytes.From(Payload);
            if (BroadcastTo is not null)
            {
                int devices = emulator.Server.Cloud.Calls.Broadcast(BroadcastTo, bytes.ToArray());
                WriteVerbose($"{devices} devices of {BroadcastTo} are online and were sent the broadcast.");
                return;
            }

            TopicText.ValidateName(Topic);
            emulator.Server.SendAsync(Topic, bytes, Qos, StopToken).GetAwaiter().GetResult();
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
}
