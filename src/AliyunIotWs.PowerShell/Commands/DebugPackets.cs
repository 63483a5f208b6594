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
    private readonly List<Followed> _followed = [];

    /// <summary>Begins with what a connection sends and receives from here on.</summary>
    public void Follow(string name, PacketTap tap, TimeProvider time)
    {
        if (_followed.Exists(one => ReferenceEquals(one.Tap, tap)))
            return;
        bool isOwn = tap.Trace is null;
        var trace = tap.Trace ?? new PacketTrace(name, false, PacketTrace.DefaultCapacity, time);
        long position = 0;
        trace.Read(ref position);
        _followed.Add(new Followed(tap, trace, isOwn) { Position = position });
        tap.Trace = trace;
    }

    /// <summary>Writes those that have come since the last time.</summary>
    public void Write(Cmdlet cmdlet)
    {
        foreach (var one in _followed)
        {
            long position = one.Position;
            var packets = one.Trace.Read(ref position);
            one.Position = position;
            foreach (var packet in packets)
                cmdlet.WriteDebug(Line(packet));
        }
    }

    public void Dispose()
    {
        foreach (var one in _followed)
        {
            if (one.IsOwn && ReferenceEquals(one.Tap.Trace, one.Trace))
                one.Tap.Trace = null;
        }

        _followed.Clear();
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

    private sealed record Followed(PacketTap Tap, PacketTrace Trace, bool IsOwn)
    {
        public long Position { get; set; }
    }
}
