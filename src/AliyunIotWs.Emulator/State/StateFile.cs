namespace AliyunIotWs.Emulator.State;

/// <summary>What an emulator knows of its devices, as a file holds it.</summary>
internal sealed record StateFile
{
    /// <summary>What <see cref="Format"/> says in every such file.</summary>
    public const string FormatName = "AliyunIotWs.EmulatorState";

    /// <summary>The version that is written. There was none before it; the next one will have to read it.</summary>
    public const int Current = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>False where secrets and tokens were left out.</summary>
    public bool HoldsSecrets { get; init; }

    public required IReadOnlyList<DeviceRecord> Devices { get; init; }
}
