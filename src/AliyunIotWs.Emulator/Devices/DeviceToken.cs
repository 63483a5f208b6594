namespace AliyunIotWs.Emulator.Devices;

/// <summary>What a machine connects with that has registered without pre-registration.</summary>
/// <param name="Machine">The client id that it registered with.</param>
/// <param name="ClientId">The client id that it connects with from then on.</param>
/// <param name="Token">Its password. The text form of this type does not show it.</param>
internal sealed record DeviceToken(string Machine, string ClientId, string Token)
{
    public override string ToString() => $"{nameof(DeviceToken)} {ClientId}";
}
