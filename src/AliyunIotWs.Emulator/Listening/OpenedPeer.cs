using AliyunIotWs.Emulator.Connections;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>What became of a fresh connection.</summary>
/// <param name="Channel">Its bytes; null where it carries no MQTT.</param>
/// <param name="Fault">Why not; null where it asked for something else, and got it, or has gone.</param>
internal sealed record OpenedPeer(IByteChannel? Channel, string? Fault);
