using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Judging.Recording;

/// <summary>A packet that has passed.</summary>
/// <param name="Visit">In which connection.</param>
/// <param name="At">When, from the begin of the trial on.</param>
/// <param name="FromDevice">False for what was sent to the device.</param>
/// <param name="Kind">Of the packet.</param>
internal sealed record Passage(Visit Visit, TimeSpan At, bool FromDevice, PassageKind Kind)
{
    /// <summary>Bytes of a payload that are kept.</summary>
    public const int KeptBytes = 64 * 1024;

    public ushort PacketId { get; init; }

    /// <summary>Of a PUBLISH; empty otherwise.</summary>
    public string Topic { get; init; } = string.Empty;

    public int Qos { get; init; }

    public bool Dup { get; init; }

    public bool Retain { get; init; }

    /// <summary>The payload, up to <see cref="KeptBytes"/> of it.</summary>
    public byte[] Payload { get; init; } = [];

    /// <summary>Bytes of the whole payload.</summary>
    public int Length { get; init; }

    /// <summary>Why the platform does not take a PUBLISH on its topic; null where it does.</summary>
    public string? Fault { get; init; }

    /// <summary>Of a SUBSCRIBE or UNSUBSCRIBE.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Of a SUBACK, 0x80 for a filter that is not granted.</summary>
    public IReadOnlyList<int> Codes { get; init; } = [];

    public bool IsMessage => Kind == PassageKind.Publish && FromDevice;

    public bool IsDelivery => Kind == PassageKind.Publish && !FromDevice;

    /// <summary>True where both carry the same bytes on the same topic.</summary>
    public bool Repeats(Passage other) =>
        Topic == other.Topic && Length == other.Length && Payload.AsSpan().SequenceEqual(other.Payload);

    /// <summary>A member of the payload as text; null where it is no JSON object, or has none.</summary>
    public string? Member(string name)
    {
        using var document = Read();
        return document?.RootElement.Text(name);
    }

    /// <summary>The payload as JSON; null where it is none.</summary>
    public JsonDocument? Read() => CompactJson.TryRead(Payload);
}
