using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Pop, "Location")]
[OutputType(typeof(PathInfo))]
public sealed class PopLocationCommand : PathCommandBase
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    public string? StackName { get; set; }

    protected override void ProcessRecord()
    {
        Try(() =>
        {
            var now = SessionState.Path.PopLocation(StackName);
            if (PassThru && now is not null)
                WriteObject(now);
        });
    }
}
