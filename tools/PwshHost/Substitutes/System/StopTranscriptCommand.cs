using System.Management.Automation;
using PwshHost.Hosting;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Stop, "Transcript")]
[OutputType(typeof(string))]
public sealed class StopTranscriptCommand : PSCmdlet
{
    protected override void BeginProcessing()
    {
        try
        {
            WriteObject($"Transcript stopped, output file is {EngineInternals.StopTranscript(Host.UI)}");
        }
        catch (InvalidOperationException problem)
        {
            ThrowTerminatingError(new ErrorRecord(
                problem, "InvalidOperation", ErrorCategory.InvalidOperation, null));
        }
    }
}
