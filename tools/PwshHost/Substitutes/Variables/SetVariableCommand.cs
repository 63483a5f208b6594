using System.Management.Automation;
using PwshHost.Hosting;

namespace Microsoft.PowerShell.Commands;

[Cmdlet(VerbsCommon.Set, "Variable")]
public sealed class SetVariableCommand : VariableCommandBase
{
    private readonly List<object?> _piped = [];

    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public object? Value { get; set; }

    [Parameter]
    public ScopedItemOptions Option { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => _piped.Add(Value);

    protected override void EndProcessing()
    {
        var value = _piped.Count > 1 ? _piped.ToArray() : _piped.FirstOrDefault();
        foreach (var name in Name)
            Try(() => Set(name, value));
    }

    private void Set(string name, object? value)
    {
        var variable = new PSVariable(name, value, Option);
        if (name.Contains(':', StringComparison.Ordinal))
            SessionState.PSVariable.Set(name, value);
        else
            EngineInternals.SetVariable(SessionState, variable, Scope ?? "Local", Force);
        if (PassThru)
            WriteObject(variable);
    }
}
