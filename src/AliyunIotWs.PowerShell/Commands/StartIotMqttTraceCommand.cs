using System.Management.Automation;
using AliyunIotWs.Recording;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Keeps the packets of a connection from here on, for Get-IotMqttPacket, over reconnects and until Stop-IotMqttTrace.
/// Emits nothing. A trace that is under way begins anew. (Connect-IotMqtt -Trace begins with the CONNECT.)
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "IotMqttTrace", SupportsShouldProcess = true)]
public sealed class StartIotMqttTraceCommand : ConnectionCmdlet
{
    /// <summary>
    /// Keeps what messages carry as well. Values of secrets, tokens and signatures in JSON are replaced; what else is
    /// in payloads is kept as it is.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludePayload { get; set; }

    /// <summary>How many packets are kept, and 16 MiB at most; the oldest make room.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int BufferSize { get; set; } = PacketTrace.DefaultCapacity;

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(null, () =>
    {
        var connection = ResolveConnection();
        if (!Allows(connection.Name, "Start a trace"))
            return;
        var settings = connection.Session.Settings;
        var old = settings.Tap.Trace;
        settings.Tap.Trace = new PacketTrace(connection.Name, IncludePayload, BufferSize, settings.Time);
        old?.End();
    });
}
