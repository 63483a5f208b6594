using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>A progress bar for a send that takes longer than two seconds.</summary>
internal sealed class SendProgress
{
    private const string Activity = "Sending messages";

    private static readonly TimeSpan s_worthShowing = TimeSpan.FromSeconds(2);

    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _shown;

    public void Show(Cmdlet cmdlet, long taken, int outstanding)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        if (elapsed < s_worthShowing)
            return;
        _shown = true;
        long done = taken - outstanding;
        string status = string.Create(
            CultureInfo.InvariantCulture, $"{done} sent ({done / elapsed.TotalSeconds:0.#}/s), {outstanding} waiting");
        cmdlet.WriteProgress(new ProgressRecord(1, Activity, status));
    }

    public void Complete(Cmdlet cmdlet)
    {
        if (_shown)
            cmdlet.WriteProgress(new ProgressRecord(1, Activity, "Done") { RecordType = ProgressRecordType.Completed });
    }
}
