using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true)]
public sealed class NewItemCommand : PathCommandBase
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [""];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Type")]
    public string? ItemType { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
            Try(() => Create(path));
    }

    private void Create(string path)
    {
        if (!ShouldProcess(string.IsNullOrEmpty(Name) ? path : SessionState.Path.Combine(path, Name)))
            return;

        // The provider gives a missing name or type its own meaning, an empty one another.
        var created = InvokeProvider.Item.New([path], Name!, ItemType!, Value, Force);
        WriteObject(created, enumerateCollection: true);
    }
}
