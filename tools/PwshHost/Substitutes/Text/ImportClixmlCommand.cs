using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.Import, "Clixml", DefaultParameterSetName = "Path")]
public sealed class ImportClixmlCommand : PathOrLiteralCommandBase
{
    protected override void ProcessRecord()
    {
        foreach (var file in ExistingFiles(Paths, IsLiteral))
        {
            foreach (var item in PSSerializer.DeserializeAsList(File.ReadAllText(file)))
                WriteObject(item);
        }
    }
}
