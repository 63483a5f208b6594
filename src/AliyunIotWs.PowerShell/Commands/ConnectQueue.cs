using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Session;
using AliyunIotWs.Transport.Links;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>The connects of one pipeline that are under way, in the order of their credentials.</summary>
internal sealed class ConnectQueue
{
    // More at once would not be faster on a gateway that takes some hundred connects a second.
    private const int Overlap = 64;

    private const string Activity = "Connecting devices";

    private static readonly TimeSpan s_worthShowing = TimeSpan.FromSeconds(2);

    private readonly Queue<Entry> _entries = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _shown;

    public int Count => _entries.Count;

    public bool IsFull => _entries.Count >= Overlap;

    public bool IsHeadDone => _entries.TryPeek(out var head) && head.Task.IsCompleted;

    /// <summary>A connection of this name is under way.</summary>
    public bool Holds(string name) => _entries.Any(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public void Enqueue(ConnectionSettings settings, string target, CancellationToken cancellation)
    {
        var stages = new ForwardedStages();
        var task = Task.Run(
            () => DeviceSession.ConnectAsync(settings, MqttLinkFactory.Instance, stages, cancellation),
            CancellationToken.None);
        _entries.Enqueue(new Entry(task, settings.Name, target, stages));
    }

    public Entry Dequeue() => _entries.Dequeue();

    public void ShowProgress(Cmdlet cmdlet, int connected)
    {
        if (Stopwatch.GetElapsedTime(_started) < s_worthShowing)
            return;
        _shown = true;
        string status = string.Create(
            CultureInfo.InvariantCulture, $"{connected} connections open, {_entries.Count + 1} under way");
        cmdlet.WriteProgress(new ProgressRecord(2, Activity, status));
    }

    public void CompleteProgress(Cmdlet cmdlet)
    {
        if (_shown)
            cmdlet.WriteProgress(new ProgressRecord(2, Activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    internal sealed record Entry(Task<DeviceSession> Task, string Name, string Target, ForwardedStages Stages);
}
