using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.ConvertTo, "Csv")]
[OutputType(typeof(string))]
public sealed class ConvertToCsvCommand : PSCmdlet
{
    private IReadOnlyList<string>? _columns;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = new();

    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    protected override void ProcessRecord()
    {
        if (_columns is null)
        {
            _columns = CsvText.Columns(InputObject);
            if (!NoHeader)
                WriteObject(CsvText.Row(_columns, Delimiter));
        }

        WriteObject(CsvText.Row(_columns.Select(column => CsvText.Cell(InputObject, column)), Delimiter));
    }
}
