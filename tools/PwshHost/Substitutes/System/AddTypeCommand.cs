using System.Management.Automation;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Loads assemblies; it has no compiler.</summary>
[Cmdlet(VerbsCommon.Add, "Type", DefaultParameterSetName = "FromPath")]
public sealed class AddTypeCommand : PathCommandBase
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "FromPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "FromLiteralPath")]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "FromAssemblyName")]
    [Alias("AN")]
    public string[] AssemblyName { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void EndProcessing()
    {
        var literal = ParameterSetName == "FromLiteralPath";
        var loaded = ParameterSetName == "FromAssemblyName"
            ? AssemblyName.Select(name => Assembly.Load(new AssemblyName(name)))
            : ExistingFiles(literal ? LiteralPath : Path, literal).Select(Assembly.LoadFrom);
        foreach (var assembly in loaded)
        {
            if (PassThru)
                WriteObject(assembly.GetExportedTypes(), enumerateCollection: true);
        }
    }
}
