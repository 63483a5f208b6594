namespace AliyunIotWs.Emulator.Cloud.Upgrade;

/// <summary>A firmware module of a device.</summary>
/// <param name="Name"><c>default</c> is the firmware itself.</param>
/// <param name="Version">As the device reported it; null before it did.</param>
/// <param name="Offer">The package to upgrade to; null where there is none, or the device runs it already.</param>
/// <param name="Step">Progress as the device reported it: 0 to 100, or -1 to -4 for what went wrong.</param>
/// <param name="Description">That it reported with the progress.</param>
internal sealed record FirmwareModule(
    string Name, string? Version, FirmwareOffer? Offer, string? Step, string? Description);
