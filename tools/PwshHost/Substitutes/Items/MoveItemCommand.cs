using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Move, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
public sealed class MoveItemCommand : PathOrLiteralCommandBase
{
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Destination { get; set; } = ".";

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
                var moved = InvokeProvider.Item.Move([path], Destination, Force, IsLiteral);
                if (PassThru)
                    WriteObject(moved, enumerateCollection: true);
            });
        }
    }
}
