using System.Management.Automation;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Emits the emulators of this runspace, oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "IotEmulator", DefaultParameterSetName = "Name")]
[OutputType(typeof(IotEmulator))]
public sealed class GetIotEmulatorCommand : PSCmdlet
{
    /// <summary>Names with wildcards; all where it is left away.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EmulatorNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The emulator that the other cmdlets use where none is named; nothing where there is none.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Default")]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Default)
            WriteObject(ModuleState.Current.DefaultEmulator is { } emulator ? [emulator] : Array.Empty<IotEmulator>(), true);
        else
            WriteObject(Name.SelectMany(name => Lookups.Emulators.ByName(this, name)).Distinct(), enumerateCollection: true);
    }
}
