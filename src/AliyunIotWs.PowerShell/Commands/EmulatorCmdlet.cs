using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A cmdlet that works on an emulator: the given one, or the runspace's default.</summary>
public abstract class EmulatorCmdlet : AsyncCmdlet
{
    /// <summary>
    /// The emulator to use, or its name; where it is left away the one that was selected last, or the only one.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [EmulatorArgument(One = true)]
    [ArgumentCompleter(typeof(EmulatorNameCompleter))]
    public virtual IotEmulator? Emulator { get; set; }

    /// <exception cref="IotException">There is none, or several of which none was selected.</exception>
    internal IotEmulator ResolveEmulator() => Emulator ?? Lookups.Emulators.Default();
}
