using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Bench.Harness;

namespace Bench.Hosting;

/// <summary>A PowerShell session, run as a host runs it.</summary>
internal sealed class Shell : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Runspace _runspace;

    public Shell()
    {
        var initial = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            initial.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        _runspace = RunspaceFactory.CreateRunspace(initial);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        _runspace.SessionStateProxy.SetVariable("ProgressPreference", "SilentlyContinue");
    }

    public object? this[string variable]
    {
        get => _runspace.SessionStateProxy.GetVariable(variable);
        set => _runspace.SessionStateProxy.SetVariable(variable, value);
    }

    public Task ImportAsync(string module)
    {
        this["module"] = module;
        return RunAsync("Import-Module $module");
    }

    /// <summary>Runs a script to its end and returns what it emitted.</summary>
    /// <exception cref="RunFailedException">It wrote an error, or took too long.</exception>
    public async Task<Collection<PSObject>> RunAsync(string script)
    {
        using var shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript(script);
        var output = new PSDataCollection<PSObject>();
        var call = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Task ended = Task.Factory.FromAsync(call, shell.EndInvoke);
        if (await Task.WhenAny(ended, Task.Delay(s_limit)) != ended)
        {
            await shell.StopAsync(null, null);
            throw new RunFailedException($"stopped after {s_limit.TotalSeconds} s");
        }

        try
        {
            await ended;
        }
        catch (RuntimeException e)
        {
            throw new RunFailedException(e.ErrorRecord.ToString());
        }

        if (shell.Streams.Error.Count > 0)
            throw new RunFailedException($"{shell.Streams.Error.Count} errors, such as: {shell.Streams.Error[0]}");
        return output.ReadAll();
    }

    public void Dispose() => _runspace.Dispose();
}
