using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Stop, "Process", DefaultParameterSetName = "Id", SupportsShouldProcess = true)]
public sealed class StopProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
    public int[] Id { get; set; } = [];

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public Process[] InputObject { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var id in ParameterSetName == "Id" ? Id : InputObject.Select(process => process.Id))
            Stop(id);
    }

    private void Stop(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            if (ShouldProcess($"{process.ProcessName} ({id})"))
                process.Kill();
        }
        catch (ArgumentException inner)
        {
            var problem = new ArgumentException($"Cannot find a process with the process identifier {id}.", inner);
            WriteError(new ErrorRecord(problem, "NoProcessFoundForGivenId", ErrorCategory.ObjectNotFound, id));
        }
        catch (Exception problem) when (problem is Win32Exception or InvalidOperationException)
        {
            WriteError(new ErrorRecord(problem, "CouldNotStopProcess", ErrorCategory.CloseError, id));
        }
    }
}
