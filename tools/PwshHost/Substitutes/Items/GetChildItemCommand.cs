using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "ChildItem", DefaultParameterSetName = "Path")]
public sealed class GetChildItemCommand : PathCommandBase
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = ["."];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Position = 1)]
    public string? Filter { get; set; }

    [Parameter]
    public string[] Include { get; set; } = [];

    [Parameter]
    public string[] Exclude { get; set; } = [];

    [Parameter]
    [Alias("s", "r")]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public uint Depth { get; set; } = uint.MaxValue;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Name { get; set; }

    [Parameter]
    [Alias("af")]
    public SwitchParameter File { get; set; }

    [Parameter]
    [Alias("ad", "d")]
    public SwitchParameter Directory { get; set; }

    protected override void ProcessRecord()
    {
        var literal = ParameterSetName == "LiteralPath";
        var recurse = Recurse || Depth != uint.MaxValue;
        foreach (var path in literal ? LiteralPath : Path)
        {
            Try(() =>
            {
                foreach (var item in InvokeProvider.ChildItem.Get([path], recurse, Depth, Force, literal))
                {
                    if (IsWanted(item))
                        WriteObject(Name ? NameBelow(path, item) : item);
                }
            });
        }
    }

    private static bool Matches(string pattern, string name) =>
        new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(name);

    private bool IsWanted(PSObject item)
    {
        if (File && item.BaseObject is not FileInfo)
            return false;
        if (Directory && item.BaseObject is not DirectoryInfo)
            return false;
        var name = (item.BaseObject as FileSystemInfo)?.Name ?? item.Properties["Name"]?.Value?.ToString() ?? "";
        return (Filter is null || Matches(Filter, name))
            && (Include.Length == 0 || Include.Any(pattern => Matches(pattern, name)))
            && !Exclude.Any(pattern => Matches(pattern, name));
    }

    private object? NameBelow(string path, PSObject item) => item.BaseObject is FileSystemInfo info
        ? System.IO.Path.GetRelativePath(FullPath(path), info.FullName)
        : item.Properties["PSChildName"]?.Value;
}
