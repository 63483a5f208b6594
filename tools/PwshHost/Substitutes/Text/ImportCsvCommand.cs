using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.Import, "Csv", DefaultParameterSetName = "Path")]
public sealed class ImportCsvCommand : PathOrLiteralCommandBase
{
    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public string[]? Header { get; set; }

    [Parameter]
    public string? Encoding { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var file in ExistingFiles(Paths, IsLiteral))
        {
            var text = File.ReadAllText(file, ContentEncoding.Parse(Encoding));
            WriteObject(CsvObjects.Read(text, Delimiter, Header), enumerateCollection: true);
        }
    }
}
