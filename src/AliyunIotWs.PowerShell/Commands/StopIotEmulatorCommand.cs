using System.Management.Automation;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Closes the connections of emulators and frees their ports. Emits nothing.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IotEmulator", DefaultParameterSetName = "Emulator", SupportsShouldProcess = true)]
public sealed class StopIotEmulatorCommand : AsyncCmdlet
{
    /// <summary>
    /// The emulators to stop, also by name, with wildcards; where it is left away the one that was selected last, or the
    /// only one.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Emulator")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [EmulatorArgument]
    [ArgumentCompleter(typeof(EmulatorNameCompleter))]
    public IotEmulator[]? Emulator { get; set; }

    /// <summary>Every emulator of the runspace; it is no error where there is none.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Terminating(null, () =>
    {
        var chosen = All ? ModuleState.Current.Emulators : Emulator ?? [Lookups.Emulators.Default()];
        foreach (var emulator in chosen)
        {
            if (!Allows($"{emulator.Name} ({emulator.Endpoint})", "Stop"))
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
