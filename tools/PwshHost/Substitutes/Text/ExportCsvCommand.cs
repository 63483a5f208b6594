using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsData.Export, "Csv")]
public sealed class ExportCsvCommand : PathCommandBase
{
    private readonly List<string> _lines = [];

    private IReadOnlyList<string>? _columns;

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = new();

    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = "";

    [Parameter(Position = 1)]
    public char Delimiter { get; set; } = ',';

    [Parameter]
    public string? Encoding { get; set; }

    [Parameter]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (_columns is null)
        {
            _columns = CsvText.Columns(InputObject);
            _lines.Add(CsvText.Row(_columns, Delimiter));
        }

        _lines.Add(CsvText.Row(_columns.Select(column => CsvText.Cell(InputObject, column)), Delimiter));
    }

    protected override void EndProcessing() =>
        Try(() => File.WriteAllLines(FullPath(Path), _lines, ContentEncoding.Parse(Encoding)));
}
