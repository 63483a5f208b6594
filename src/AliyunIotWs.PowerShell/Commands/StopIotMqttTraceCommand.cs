using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Ends the trace of a connection and forgets its packets. Emits nothing without -PassThru.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IotMqttTrace", SupportsShouldProcess = true)]
[OutputType(typeof(IotMqttPacket))]
public sealed class StopIotMqttTraceCommand : ConnectionCmdlet
{
    /// <summary>Emits the packets that the trace has kept.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var connection = ResolveConnection();
        if (!Allows(connection.Name, "Stop the trace"))
            return;
        var tap = connection.Session.Settings.Tap;
        var trace = tap.Trace;
        tap.Trace = null;
        trace?.End();
        long position = 0;
        if (PassThru && trace is not null)
            WriteObject(trace.Read(ref position), enumerateCollection: true);
    });
}
