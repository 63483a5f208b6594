using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<SortKey> _keys = [];

    private IReadOnlyList<ObjectPropertyReader> _readers = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    [Parameter]
    public SwitchParameter Stable { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = int.MaxValue;

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Bottom { get; set; } = int.MaxValue;

    protected override void BeginProcessing() => _readers = ObjectPropertyReader.From(Property);

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _keys.Add(SortKey.Of(InputObject, _readers));
    }

    protected override void EndProcessing()
    {
        bool[] descending = _readers.Count == 0
            ? [Descending]
            : [.. _readers.Select(reader => reader.Flag("Descending") ?? !(reader.Flag("Ascending") ?? !Descending))];
        int Order(SortKey left, SortKey right) => left.CompareTo(right, !CaseSensitive, descending);

        var sorted = _keys.Order(Comparer<SortKey>.Create(Order)).ToList();
        if (Unique)
        {
            sorted = [.. sorted.Where((key, index) => index == 0 || Order(sorted[index - 1], key) != 0)];
        }

        var kept = sorted.Take(Top);
        foreach (var key in Bottom == int.MaxValue ? kept : sorted.TakeLast(Bottom))
            WriteObject(key.Source);
    }
}
