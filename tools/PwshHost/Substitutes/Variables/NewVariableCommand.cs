using System.Management.Automation;
using PwshHost.Hosting;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "Variable")]
public sealed class NewVariableCommand : VariableCommandBase
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Name { get; set; } = "";

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    [Parameter]
    public ScopedItemOptions Option { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        var scope = Scope ?? "Local";
        if (!Force && EngineInternals.VariableAt(SessionState, Name, scope) is not null)
        {
            var problem = new SessionStateException($"A variable with name '{Name}' already exists.");
            WriteError(new ErrorRecord(problem, "VariableAlreadyExists", ErrorCategory.ResourceExists, Name));
            return;
        }

        Try(() =>
        {
            var variable = new PSVariable(Name, Value, Option);
            EngineInternals.SetVariable(SessionState, variable, scope, Force);
            if (PassThru)
                WriteObject(variable);
        });
    }
}
