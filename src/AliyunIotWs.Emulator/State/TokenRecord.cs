namespace AliyunIotWs.Emulator.State;

/// <summary>What a machine connects with that has registered without pre-registration.</summary>
internal sealed record TokenRecord
{
    public required string Machine { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The text form of this type does not show it.</summary>
    public required string Token { get; init; }

    public override string ToString() => ClientId;
}
