using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet("Group", "Object")]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<SortKey> _keys = [];

    private IReadOnlyList<ObjectPropertyReader> _readers = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public object[]? Property { get; set; }

    [Parameter]
    public SwitchParameter NoElement { get; set; }

    [Parameter]
    [Alias("AHT")]
    public SwitchParameter AsHashTable { get; set; }

    [Parameter]
    public SwitchParameter AsString { get; set; }

    [Parameter]
    public SwitchParameter CaseSensitive { get; set; }

    protected override void BeginProcessing() => _readers = ObjectPropertyReader.From(Property);

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
            _keys.Add(SortKey.Of(InputObject, _readers));
    }

    protected override void EndProcessing()
    {
        if (_keys.Count == 0)
            return;
        var groups = Groups();
        if (!AsHashTable)
        {
            WriteObject(groups, enumerateCollection: true);
            return;
        }

        var table = CaseSensitive ? new Hashtable() : new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
            table[AsString ? group.Name : Plain(group.Values[0]) ?? ""] = group.Group.ToArray();
        WriteObject(table);
    }

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private List<GroupInfo> Groups()
    {
        int Order(SortKey left, SortKey right) => left.CompareTo(right, !CaseSensitive, []);
        var groups = new List<GroupInfo>();
        var same = new List<SortKey>();
        foreach (var key in _keys.Order(Comparer<SortKey>.Create(Order)))
        {
            if (same.Count > 0 && Order(same[0], key) != 0)
                Close(groups, same);
            same.Add(key);
        }

        Close(groups, same);
        return groups;
    }

    private void Close(List<GroupInfo> groups, List<SortKey> same)
    {
        var members = same.Select(key => key.Source);
        var values = same[0].Values;
        groups.Add(NoElement ? new GroupInfoNoElement(values, members) : new GroupInfo(values, members));
        same.Clear();
    }
}
