using System.Diagnostics;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "Process", DefaultParameterSetName = "Name")]
[OutputType(typeof(Process))]
public sealed class GetProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
    [Alias("ProcessName")]
    public string[] Name { get; set; } = ["*"];

    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
    [Alias("PID")]
    public int[] Id { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Id")
        {
            foreach (var id in Id)
                WriteById(id);
            return;
        }

        var all = Process.GetProcesses();
        Array.Sort(all, (left, right) => StringComparer.OrdinalIgnoreCase.Compare(left.ProcessName, right.ProcessName));
        foreach (var name in Name)
            WriteByName(all, name);
    }

    private void WriteById(int id)
    {
        try
        {
            WriteObject(Process.GetProcessById(id));
        }
        catch (ArgumentException)
        {
            Report($"Cannot find a process with the process identifier {id}.", "NoProcessFoundForGivenId", id);
        }
    }

    private void WriteByName(Process[] all, string name)
    {
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase);
        var found = Array.FindAll(all, process => pattern.IsMatch(process.ProcessName));
        WriteObject(found, enumerateCollection: true);
        if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            Report($"Cannot find a process with the name \"{name}\".", "NoProcessFoundForGivenName", name);
    }

    private void Report(string message, string id, object target) =>
        WriteError(new ErrorRecord(new ArgumentException(message), id, ErrorCategory.ObjectNotFound, target));
}
