using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Remove, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class RemoveItemCommand : PathOrLiteralCommandBase
{
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
        {
            Try(() =>
            {
                if (ShouldProcess(path))
                    InvokeProvider.Item.Remove([path], Recurse, Force, IsLiteral);
            });
        }
    }
}
