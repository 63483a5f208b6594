using AliyunIotWs.Session;

namespace AliyunIotWs.Recording;

/// <summary>The packets of a connection since a moment; beyond its bounds the oldest are dropped and counted.</summary>
internal sealed class PacketTrace(string connectionName, bool keepsPayloads, int capacity, TimeProvider time)
{
    public const int DefaultCapacity = 10_000;

    private const long MaximumBytes = 16 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly Queue<IotMqttPacket> _packets = new();
    private readonly long _started = time.GetTimestamp();
    private long _bytes;
    private long _taken;

    /// <summary>Raised with each packet, and at the end.</summary>
    public Pulse Progress { get; } = new();

    /// <summary>How many were dropped before they were read.</summary>
    public long Dropped { get; private set; }

    /// <summary>Nothing comes any more.</summary>
    public bool HasEnded { get; private set; }

    public void Add(in PacketNote note)
    {
        var (text, base64) = keepsPayloads ? RecordedPayload.Of(note.Payload.Span) : default;
        lock (_gate)
        {
            // Within the lock, so that the order is that of the times.
            var packet = new IotMqttPacket
            {
                Time = time.GetLocalNow().LocalDateTime,
                Seconds = Math.Round(time.GetElapsedTime(_started).TotalSeconds, 6),
                Direction = note.Direction,
                Type = note.Type,
                Topic = note.Topic,
                PacketId = note.PacketId,
                Qos = note.Qos,
                Size = note.Size,
                PayloadSize = note.Payload.Length,
                Detail = note.Detail,
                Payload = text,
                Base64 = base64,
                ConnectionName = connectionName,
            };
            _packets.Enqueue(packet);
            _bytes += Weight(packet);
            while (_packets.Count > 1 && (_packets.Count > capacity || _bytes > MaximumBytes))
            {
                _bytes -= Weight(_packets.Dequeue());
                _taken++;
                Dropped++;
            }
        }

        Progress.Raise();
    }

    /// <summary>The packets from a position on, which becomes that behind the last of them.</summary>
    public IReadOnlyList<IotMqttPacket> Read(ref long position)
    {
        lock (_gate)
        {
            int skipped = (int)Math.Max(0, position - _taken);
            position = _taken + _packets.Count;
            return [.. _packets.Skip(skipped)];
        }
    }

    public void End()
    {
        HasEnded = true;
        Progress.Raise();
    }

    private static int Weight(IotMqttPacket packet) =>
        MessageWeight.Of(packet.Topic ?? string.Empty, 2 * ((packet.Payload ?? packet.Base64)?.Length ?? 0));
}
