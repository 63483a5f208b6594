using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Sends from the emulated cloud to the devices that have subscribed to a topic. Emits nothing.</summary>
[Cmdlet(VerbsCommunications.Send, "IotEmulatorMessage")]
public sealed class SendIotEmulatorMessageCommand : EmulatorCmdlet
{
    /// <summary>The full topic, such as <c>/a1b2c3/lamp/user/get</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = string.Empty;

    /// <summary>A string goes as UTF-8, byte[] as it is, anything else as JSON.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Payload { get; set; }

    /// <summary>0: at most once. 1: at least once; kept for a device with a session that is away.</summary>
    [Parameter]
    [ValidateRange(0, 1)]
    public int Qos { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IotEmulator emulator = null!;
        Terminating(Topic, () => emulator = ResolveEmulator());
        try
        {
            ReadOnlyMemory<byte> bytes = PayloadBytes.From(Payload);
            emulator.Server.SendAsync(Topic, bytes, Qos, StopToken).GetAwaiter().GetResult();
        }
        catch (ArgumentException e)
        {
            var error = new IotException(
                e.ParamName == "topic" ? IotErrorId.InvalidTopic : IotErrorId.InvalidPayload,
                e.Message,
                "The limits are those of the platform: 128 bytes of topic, 256 KB of payload.",
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
