using System.Management.Automation;
using PwshHost.Hosting;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Start, "Transcript")]
[OutputType(typeof(string))]
public sealed class StartTranscriptCommand : PathCommandBase
{
    [Parameter(Position = 0, Mandatory = true)]
    public string Path { get; set; } = "";

    [Parameter]
    public SwitchParameter Append { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter IncludeInvocationHeader { get; set; }

    [Parameter]
    public SwitchParameter UseMinimalHeader { get; set; }

    protected override void EndProcessing()
    {
        var path = FullPath(Path);
        if (!Append)
            File.WriteAllText(path, "");
        EngineInternals.StartTranscript(Host.UI, path, IncludeInvocationHeader, UseMinimalHeader);
        WriteObject($"Transcript started, output file is {Path}");
    }
}
