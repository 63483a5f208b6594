using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
public sealed class JoinPathCommand : PathCommandBase
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? ChildPath { get; set; }

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true, ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] AdditionalChildPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var parent in Path)
        {
            Try(() =>
            {
                var joined = (ChildPath ?? [""]).Concat(AdditionalChildPath ?? []).Aggregate(parent, Combine);
                if (!Resolve)
                {
                    WriteObject(joined);
                    return;
                }

                foreach (var found in SessionState.Path.GetResolvedPSPathFromPSPath(joined))
                    WriteObject(found.Drive is null ? found.ProviderPath : found.Path);
            });
        }
    }

    private string Combine(string parent, string child) => SessionState.Path.Combine(parent, child);
}
