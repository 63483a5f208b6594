using System.Management.Automation;
using PwshHost.Hosting;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "Default")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject> _tail = new();

    private readonly List<PSObject> _seen = [];

    private SelectedProperties? _properties;

    private int _position = -1;

    private int _skipped;

    private int _emitted;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, ParameterSetName = "Default")]
    [Parameter(Position = 0, ParameterSetName = "SkipLast")]
    public object[]? Property { get; set; }

    [Parameter(ParameterSetName = "Default")]
    [Parameter(ParameterSetName = "SkipLast")]
    public string[]? ExcludeProperty { get; set; }

    [Parameter(ParameterSetName = "Default")]
    [Parameter(ParameterSetName = "SkipLast")]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    [Parameter]
    public SwitchParameter CaseInsensitive { get; set; }

    [Parameter(ParameterSetName = "Default")]
    [ValidateRange(0, int.MaxValue)]
    public int Last { get; set; } = -1;

    [Parameter(ParameterSetName = "Default")]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; } = -1;

    [Parameter(ParameterSetName = "Default")]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter(ParameterSetName = "SkipLast")]
    [ValidateRange(0, int.MaxValue)]
    public int SkipLast { get; set; }

    [Parameter(ParameterSetName = "Default")]
    [Parameter(ParameterSetName = "Index")]
    public SwitchParameter Wait { get; set; }

    [Parameter(ParameterSetName = "Index")]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Index { get; set; }

    protected override void BeginProcessing() =>
        _properties = SelectedProperties.From(Property, ExcludeProperty, ExpandProperty);

    protected override void ProcessRecord()
    {
        if (InputObject is null)
            return;
        _position++;
        if (Index is not null)
        {
            if (Index.Contains(_position))
                Emit(InputObject);
            if (_position >= Index.DefaultIfEmpty(-1).Max())
                StopUpstream();
            return;
        }

        if (Last >= 0 || SkipLast > 0)
        {
            ProcessTail();
            return;
        }

        // With -Last the skipped objects are at the end; here they are at the start.
        if (_skipped < Skip)
        {
            _skipped++;
            return;
        }

        EmitFirst();
    }

    protected override void EndProcessing()
    {
        if (Last < 0)
            return;
        var skip = Math.Min(Skip, _tail.Count);
        var kept = _tail.SkipLast(skip).TakeLast(Last);
        foreach (var item in kept)
            Emit(item);
    }

    private void ProcessTail()
    {
        if (SkipLast == 0 && First >= 0 && _emitted < First && Skip == 0)
        {
            Emit(InputObject!);
            _emitted++;
            return;
        }

        _tail.Enqueue(InputObject!);
        if (SkipLast > 0 && _tail.Count > SkipLast)
            Emit(_tail.Dequeue());
        else if (SkipLast == 0 && _tail.Count > (long)Last + Skip)
            _ = _tail.Dequeue();
    }

    private void EmitFirst()
    {
        if (First < 0)
        {
            Emit(InputObject!);
            return;
        }

        if (_emitted < First)
        {
            _emitted++;
            Emit(InputObject!);
        }

        if (_emitted >= First)
            StopUpstream();
    }

    private void StopUpstream()
    {
        if (!Wait)
            throw EngineInternals.StopUpstream(this);
    }

    private void Emit(PSObject source)
    {
        foreach (var result in _properties!.Apply(this, source))
        {
            if (Unique && _seen.Any(seen => ObjectEquality.AreSame(seen, result, CaseInsensitive)))
                continue;
            if (Unique)
                _seen.Add(result);
            WriteObject(result);
        }
    }
}
