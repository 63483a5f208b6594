using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Closes the emulator's connections and frees its ports. Emits nothing.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IotEmulator", SupportsShouldProcess = true)]
public sealed class StopIotEmulatorCommand : AsyncCmdlet
{
    /// <summary>The emulators to stop; all of this runspace where it is left away.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public IotEmulator[]? Emulator { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        foreach (var emulator in Emulator ?? ModuleState.Current.Emulators)
        {
            if (!ShouldProcess(emulator.Endpoint.ToString(), "Stop"))
                continue;
            Await(async (_, cancellation) =>
            {
                await emulator.StopAsync(cancellation).ConfigureAwait(false);
                return true;
            });
            ModuleState.Current.Remove(emulator);
        }
    });
}
