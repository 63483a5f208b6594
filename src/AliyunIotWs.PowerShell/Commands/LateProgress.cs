using System.Diagnostics;
using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A progress bar for what takes longer than two seconds; it costs next to nothing where it does not show.</summary>
internal sealed class LateProgress(string activity)
{
    private static readonly TimeSpan s_worthShowing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(200);

    private static int s_lastId;

    // Of its own, so that a command in a pipeline does not write over the bar of another.
    private readonly int _id = Interlocked.Increment(ref s_lastId) & 0xFFFF;

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _shown;

    /// <summary>Since it was made.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Shows where things stand, if that is worth it and was not done a moment ago.</summary>
    public void Show(Cmdlet cmdlet, Func<string> status, int percent = -1)
    {
        if (Elapsed < s_worthShowing || (_shown != 0 && Stopwatch.GetElapsedTime(_shown) < s_often))
            return;
        _shown = Stopwatch.GetTimestamp();
        cmdlet.WriteProgress(new ProgressRecord(_id, activity, status()) { PercentComplete = percent });
    }

    public void Complete(Cmdlet cmdlet)
    {
        if (_shown == 0)
            return;
        _shown = 0;
        cmdlet.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
