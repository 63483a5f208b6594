using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Push, "Location", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
public sealed class PushLocationCommand : PathCommandBase
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string LiteralPath { get; set; } = "";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public string? StackName { get; set; }

    private string? Target => ParameterSetName == "LiteralPath" ? WildcardPattern.Escape(LiteralPath) : Path;

    protected override void ProcessRecord()
    {
        Try(() =>
        {
            SessionState.Path.PushCurrentLocation(StackName);
            if (Target is null)
                return;
            var now = SessionState.Path.SetLocation(Target);
            if (PassThru)
                WriteObject(now);
        });
    }
}
