using System.Text.Json;

namespace AliyunIotWs.Emulator.State;

/// <summary>One device in the file. Connections and subscriptions are no part of it.</summary>
internal sealed record DeviceRecord
{
    public required string ProductKey { get; init; }

    public required string DeviceName { get; init; }

    /// <summary>Null where it has none, or secrets were left out. The text form of this type does not show it.</summary>
    public string? DeviceSecret { get; init; }

    /// <summary>What machines without pre-registration connect with.</summary>
    public IReadOnlyList<TokenRecord>? Tokens { get; init; }

    public bool Enabled { get; init; } = true;

    public DateTimeOffset? RegisteredAt { get; init; }

    public DateTimeOffset? ActivatedAt { get; init; }

    /// <summary>The gateway that it lives behind, as <c>productKey/deviceName</c>.</summary>
    public string? Gateway { get; init; }

    public IReadOnlyDictionary<string, PropertyRecord>? Properties { get; init; }

    public IReadOnlyDictionary<string, DesiredRecord>? Desired { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The document as the platform's page on shadows shows it.</summary>
    public JsonElement? Shadow { get; init; }

    /// <summary>The remote configuration, as Base64.</summary>
    public byte[]? Configuration { get; init; }

    public bool SendsLog { get; init; }

    public IReadOnlyList<FirmwareRecord>? Firmware { get; init; }

    public override string ToString() => $"{ProductKey}/{DeviceName}";
}
