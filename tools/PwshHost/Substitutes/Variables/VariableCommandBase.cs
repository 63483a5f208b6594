using System.Management.Automation;
using PwshHost.Hosting;

namespace Microsoft.PowerShell.Commands;

public abstract class VariableCommandBase : PSCmdlet
{
    [Parameter]
    public string? Scope { get; set; }

    private protected IEnumerable<PSVariable> Find(string pattern)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            var one = Scope is null
                ? SessionState.PSVariable.Get(pattern)
                : EngineInternals.VariableAt(SessionState, pattern, Scope);
            return one is null ? [] : [one];
        }

        var names = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
        return EngineInternals.Variables(SessionState, Scope).Values
            .Where(variable => names.IsMatch(variable.Name))
            .OrderBy(variable => variable.Name, StringComparer.OrdinalIgnoreCase);
    }

    private protected void ReportMissing(string name)
    {
        var problem = new ItemNotFoundException($"Cannot find a variable with the name '{name}'.");
        WriteError(new ErrorRecord(problem, "VariableNotFound", ErrorCategory.ObjectNotFound, name));
    }

    private protected void Try(Action action)
    {
        try
        {
            action();
        }
        catch (SessionStateException problem)
        {
            WriteError(new ErrorRecord(problem.ErrorRecord, problem));
        }
    }
}
