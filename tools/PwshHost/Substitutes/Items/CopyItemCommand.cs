using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Copy, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class CopyItemCommand : PathOrLiteralCommandBase
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Paths)
        {
            Try(() =>
            {
                if (!ShouldProcess($"{path} -> {Destination}"))
                    return;
                var copied = InvokeProvider.Item.Copy(
                    [path], Destination, Recurse, CopyContainers.CopyTargetContainer, Force, IsLiteral);
                if (PassThru)
                    WriteObject(copied, enumerateCollection: true);
            });
        }
    }
}
