using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace PwshHost.Hosting;

/// <summary>One runspace and the way its pipelines are run, shown and stopped.</summary>
internal sealed class Session : IDisposable
{
    public const int InterruptedExitCode = 130;

    private readonly HostState _state;

    private readonly Runspace _runspace;

    private Pipeline? _running;

    private bool _interrupted;

    public Session(HostState state, bool interactive)
    {
        _state = state;
        var initial = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            initial.ExecutionPolicy = ExecutionPolicy.Bypass;
        SubstituteCatalog.AddTo(initial);
        _runspace = RunspaceFactory.CreateRunspace(new TerminalHost(state, new TerminalUI(interactive)), initial);
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        Console.CancelKeyPress += OnCancel;
    }

    public PathIntrinsics Paths => _runspace.SessionStateProxy.Path;

    /// <summary>Runs the command, shows all that it emits, and says whether it ended without a failure.</summary>
    public bool Run(Command command, bool atPrompt = false)
    {
        _interrupted = false;
        using var pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        pipeline.Commands.Add(Display());
        _running = pipeline;
        try
        {
            _ = pipeline.Invoke();
            return pipeline.PipelineStateInfo.State == PipelineState.Completed;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException failure)
        {
            Show(failure);
            return false;
        }
        finally
        {
            _running = null;
            if (_interrupted && !atPrompt && _state.ExitCode is null)
                _state.SetShouldExit(InterruptedExitCode);
        }
    }

    public object? GetVariable(string name) => _runspace.SessionStateProxy.GetVariable(name);

    public void LetExitLeaveTheScript() => EngineInternals.LetExitLeaveTheScript(_runspace);

    /// <summary>At a prompt Ctrl+C ends the pipeline only.</summary>
    public bool TakeInterrupt() => _interrupted && !(_interrupted = false);

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancel;
        _runspace.Dispose();
    }

    private static Command Display() => new("Out-Default", isScript: false, useLocalScope: true)
    {
        MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output,
    };

    private void Show(RuntimeException failure)
    {
        var record = failure.ErrorRecord.Exception is ParentContainsErrorRecordException
            ? new ErrorRecord(failure.ErrorRecord, failure)
            : failure.ErrorRecord;
        using var pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add("Out-Default");
        _ = pipeline.Input.Write(EngineInternals.AsErrorOutput(record));
        pipeline.Input.Close();
        _ = pipeline.Invoke();
    }

    private void OnCancel(object? sender, ConsoleCancelEventArgs e)
    {
        _interrupted = true;
        e.Cancel = true;
        _running?.StopAsync();
    }
}
