using System.Management.Automation;
using System.Management.Automation.Language;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.Import, "PowerShellDataFile", DefaultParameterSetName = "Path")]
public sealed class ImportPowerShellDataFileCommand : PathOrLiteralCommandBase
{
    protected override void ProcessRecord()
    {
        foreach (var file in ExistingFiles(Paths, IsLiteral))
            Try(() => WriteObject(Read(file)));
    }

    private static object? Read(string file)
    {
        var script = Parser.ParseFile(file, out _, out var errors);
        var table = script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        if (errors.Length > 0 || table is null)
            throw new PSInvalidOperationException($"The file '{file}' is not a valid PowerShell data file.");
        return table.SafeGetValue();
    }
}
