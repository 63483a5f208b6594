using System.Globalization;
using System.Management.Automation;
using AliyunIotWs.Recording;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Writes the packets of connections to the debug stream while a command runs: what a trace has of them, which is neither a
/// password nor a payload. A trace that is under way goes on.
/// </summary>
internal sealed class DebugPackets : IDisposable
{
    private readonly List<(PacketTap Tap, PacketTrace Trace, bool IsOwn)> _traces = [];
    private readonly Dictionary<PacketTrace, long> _positions = [];

    /// <summary>Begins with what a connection sends and receives from here on.</summary>
    public void Follow(string name, PacketTap tap, TimeProvider time)
    {
        if (_traces.Exists(t => ReferenceEquals(t.Tap, tap)))
            return;
        bool isOwn = tap.Trace is null;
        var trace = tap.Trace ?? new PacketTrace(name, false, PacketTrace.DefaultCapacity, time);
        long position = 0;
        trace.Read(ref position);
        _positions.Add(trace, position);
        _traces.Add((tap, trace, isOwn));
        tap.Trace = trace;
    }

    /// <summary>Writes those that have come since the last time.</summary>
    public void Write(Cmdlet cmdlet)
    {
        foreach (var (_, trace, _) in _traces)
        {
            long position = _positions[trace];
            var packets = trace.Read(ref position);
            _positions[trace] = position;
            foreach (var packet in packets)
                cmdlet.WriteDebug(Line(packet));
        }
    }

    public void Dispose()
    {
        foreach (var (tap, trace, isOwn) in _traces)
        {
            if (isOwn && ReferenceEquals(tap.Trace, trace))
                tap.Trace = null;
        }

        _traces.Clear();
    }

    private static string Line(IotMqttPacket packet)
    {
        var invariant = CultureInfo.InvariantCulture;
        string?[] parts =
        [
            packet.Time.ToString("HH:mm:ss.fff", invariant),
            IotText.Show(packet.ConnectionName),
            packet.Direction.ToString(),
            packet.Type,
            packet.PacketId is { } id ? string.Create(invariant, $"id {id}") : null,
            packet.Qos is { } qos ? string.Create(invariant, $"QoS {qos}") : null,
            packet.Topic is { } topic ? IotText.Show(topic) : null,
            string.Create(invariant, $"{packet.Size} bytes"),
            packet.Detail is { } detail ? IotText.Show(detail) : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
