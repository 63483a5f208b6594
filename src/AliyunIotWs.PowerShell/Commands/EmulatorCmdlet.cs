using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that works on an emulator: the given one, or the runspace's youngest.</summary>
public abstract class EmulatorCmdlet : AsyncCmdlet
{
    /// <summary>The emulator to use; the one that this runspace started last where it is left away.</summary>
    [Parameter]
    [ValidateNotNull]
    public virtual IotEmulator? Emulator { get; set; }

    /// <exception cref="IotException">There is none.</exception>
    internal IotEmulator ResolveEmulator()
    {
        if (Emulator is not null)
            return Emulator;
        return ModuleState.Current.Emulators is [.., var youngest]
            ? youngest
            : throw new IotException(
                IotErrorId.EmulatorNotFound, "This session has no emulator.", "Start one with Start-IotEmulator.");
    }
}
