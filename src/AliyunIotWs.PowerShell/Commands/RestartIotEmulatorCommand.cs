using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Cuts all connections of an emulator, frees its ports and opens the same ones again, as a platform that is restarted.
/// Addresses, authority, devices, faults and log stay.
/// </summary>
[Cmdlet(VerbsLifecycle.Restart, "IotEmulator", SupportsShouldProcess = true)]
[OutputType(typeof(IotEmulator))]
public sealed class RestartIotEmulatorCommand : EmulatorCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [EmulatorArgument(One = true)]
    [ArgumentCompleter(typeof(EmulatorNameCompleter))]
    public override IotEmulator? Emulator { get; set; }

    /// <summary>How long the ports stay closed; fractions are allowed. Ctrl+C ends the time early.</summary>
    [Parameter]
    [ValidateRange(0, 2_000_000)]
    public double DownSeconds { get; set; }

    /// <summary>Forgets subscriptions and the messages that wait for a device.</summary>
    [Parameter]
    public SwitchParameter DiscardSessions { get; set; }

    /// <summary>Returns as soon as the ports are closed, so that the script sees the time in which they are.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Emits the emulator.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(Emulator, () =>
    {
        var emulator = ResolveEmulator();
        if (!Allows(emulator.Endpoint.ToString(), "Restart"))
            return;
        Await((_, cancellation) => RestartAsync(emulator, cancellation));
        if (PassThru)
            WriteObject(emulator);
    });

    private async Task<bool> RestartAsync(IotEmulator emulator, CancellationToken cancellation)
    {
        try
        {
            // What is not waited for goes on after the cmdlet, whose token ends with it.
            var back = await emulator.Server.RestartAsync(
                TimeSpan.FromSeconds(DownSeconds),
                keepSessions: !DiscardSessions,
                NoWait ? CancellationToken.None : cancellation).ConfigureAwait(false);
            if (!NoWait)
                await back.ConfigureAwait(false);
            return true;
        }
        catch (InvalidOperationException e)
        {
            throw new IotException(
                IotErrorId.EmulatorNotFound,
                $"The emulator {emulator} can not be restarted.",
                "Start a new one with Start-IotEmulator.",
                e);
        }
        catch (IOException e)
        {
            throw new IotException(
                IotErrorId.EmulatorStartFailed,
                $"The emulator did not come back: {e.Message}",
                "Another program has taken the port. Stop the emulator and start a new one with Start-IotEmulator.",
                e);
        }
    }
}
