namespace AliyunIotWs.Emulator.Connections;

/// <summary>A PUBLISH was too long to be looked at.</summary>
internal sealed class OversizedPublishException(int length) : Exception($"A PUBLISH of {length} bytes was skipped.")
{
    public int Length { get; } = length;
}
