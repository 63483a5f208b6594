using System.Management.Automation;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Makes an emulator the default, which the other cmdlets use where none is named. Emits nothing without -PassThru.
/// </summary>
[Cmdlet(VerbsCommon.Select, "IotEmulator")]
[OutputType(typeof(IotEmulator))]
public sealed class SelectIotEmulatorCommand : PSCmdlet
{
    /// <summary>The emulator, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [EmulatorArgument(One = true)]
    [ArgumentCompleter(typeof(EmulatorNameCompleter))]
    public IotEmulator Emulator { get; set; } = null!;

    /// <summary>Emits the emulator.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ModuleState.Current.TrySelect(Emulator))
        {
            var error = new IotException(
                IotErrorId.EmulatorNotFound,
                $"'{Emulator.Name}' is no running emulator of this session.",
                "Get-IotEmulator lists those that there are; one that another session has started is named with "
                + "-Emulator at each command.");
            WriteError(Errors.Record(error, Emulator));
            return;
        }

        if (PassThru)
            WriteObject(Emulator);
    }
}
