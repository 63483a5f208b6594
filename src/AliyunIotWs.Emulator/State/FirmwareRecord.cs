namespace AliyunIotWs.Emulator.State;

/// <summary>A firmware module of a device, and the package that is offered for it.</summary>
internal sealed record FirmwareRecord
{
    public required string Module { get; init; }

    public string? Version { get; init; }

    public string? Step { get; init; }

    public string? Description { get; init; }

    public string? OfferedVersion { get; init; }

    /// <summary>Where the package is fetched; null where the emulator has it.</summary>
    public string? Url { get; init; }

    /// <summary>The package as Base64, where the emulator has it.</summary>
    public byte[]? Content { get; init; }

    public long Size { get; init; }

    public string? Sign { get; init; }

    public string? SignMethod { get; init; }

    public bool IsDifference { get; init; }

    public string? ExtraData { get; init; }
}
