using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Emits the packets that a trace has kept, oldest first; they stay. With -Wait also those that come, until Ctrl+C or the
/// end of the trace. They can be kept in a file with Export-Clixml, Export-Csv or ConvertTo-Json.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IotMqttPacket")]
[OutputType(typeof(IotMqttPacket))]
public sealed class GetIotMqttPacketCommand : ConnectionCmdlet
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <summary>Goes on with packets as they come.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var connection = ResolveConnection();
        var trace = connection.Session.Settings.Tap.Trace ?? throw new IotException(
            IotErrorId.TraceNotFound,
            $"There is no trace of the connection '{connection.Name}'.",
            "Begin one with Start-IotMqttTrace, or with Connect-IotMqtt -Trace.");
        long position = 0;
        while (true)
        {
            long seen = trace.Progress.Changes;
            bool ended = trace.HasEnded;
            WriteObject(trace.Read(ref position), enumerateCollection: true);
            if (!Wait || ended)
                break;
            if (!trace.Progress.Wait(seen, s_look, StopToken) && connection.Session.EndReason() is not null)
                break;
        }

        if (trace.Dropped > 0)
        {
            WriteWarning(string.Create(
                CultureInfo.InvariantCulture,
                $"{trace.Dropped} older packets are not kept any more. Raise -BufferSize of Start-IotMqttTrace."));
        }
    });
}
