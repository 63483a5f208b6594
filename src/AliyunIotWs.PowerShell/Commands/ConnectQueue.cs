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

    private readonly Queue<Entry> _entries = new();
    private readonly LateProgress _progress = new("Connecting devices");

    public int Count => _entries.Count;

    public bool IsFull => _entries.Count >= Overlap;

    public bool IsHeadDone => _entries.TryPeek(out var head) && head.Task.IsCompleted;

    /// <summary>A connection of this name is under way.</summary>
    public bool Holds(string name) => _entries.Any(e => e.Settings.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public void Enqueue(ConnectionSettings settings, string target, CancellationToken cancellation)
    {
        var stages = new ForwardedStages();
        var task = Task.Run(
            () => DeviceSession.ConnectAsync(settings, MqttLinkFactory.Instance, stages, cancellation),
            CancellationToken.None);
        _entries.Enqueue(new Entry(task, settings, target, stages));
    }

    public Entry Dequeue() => _entries.Dequeue();

    public void ShowProgress(Cmdlet cmdlet, int connected) => _progress.Show(cmdlet, () => string.Create(
        CultureInfo.InvariantCulture, $"{connected} connections open, {_entries.Count + 1} under way"));

    public void CompleteProgress(Cmdlet cmdlet) => _progress.Complete(cmdlet);

    internal sealed record Entry(Task<DeviceSession> Task, ConnectionSettings Settings, string Target, ForwardedStages Stages);
}
