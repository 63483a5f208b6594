using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// The device's program that Test-IotDevice runs, as a job of the session. One that has ended is started anew where the
/// judge waits for the device.
/// </summary>
internal sealed class TestIotDeviceProgram(PSCmdlet cmdlet, ScriptBlock block, object?[] arguments) : IDisposable
{
    // Of the whole process, in which other jobs may run.
    private const int Throttle = 1000;

    private Job? _job;

    /// <summary>True before the first start, and where the program has ended.</summary>
    public bool HasEnded => _job is null
        || _job.JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped;

    public void Start()
    {
        Dispose();

        // The block may use this module, wherever it was imported from.
        string manifest = Path.Combine(cmdlet.MyInvocation.MyCommand.Module.ModuleBase, "AliyunIotWs.psd1");
        string import = $"Import-Module '{CodeGeneration.EscapeSingleQuotedStringContent(manifest)}'";
        var started = cmdlet.InvokeCommand.InvokeScript(
            "param($block, $list, $limit, $first) "
            + "Start-ThreadJob $block -ArgumentList $list -ThrottleLimit $limit -InitializationScript $first",
            false,
            PipelineResultTypes.None,
            null,
            block,
            arguments,
            Throttle,
            ScriptBlock.Create(import));
        _job = started[0].BaseObject as Job;
    }

    /// <summary>What the program says of its end: its first error, or nothing.</summary>
    public string? Problem()
    {
        if (_job is null)
            return null;
        string? error = _job.JobStateInfo.Reason?.Message;
        foreach (var child in _job.ChildJobs.Prepend(_job))
            error ??= child.Error.Count > 0 ? child.Error[0].ToString() : null;
        return error;
    }

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        if (_job is null)
            return;
        _job.StopJob();
        _job.Dispose();
        _job = null;
    }
}
