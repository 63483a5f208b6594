namespace AliyunIotWs.Emulator.Devices;

/// <summary>A device that the emulated platform knows: the triple that the console shows for it.</summary>
/// <param name="ProductKey">Key of the product; not empty, none of <c>/ + # &amp; |</c>.</param>
/// <param name="DeviceName">Name of the device in its product; the same rule.</param>
/// <param name="DeviceSecret">
/// Key of its signatures, not empty; null for a device that was registered in advance and asks for its secret. The text
/// form of this type does not show it.
/// </param>
internal sealed record EmulatorDevice(string ProductKey, string DeviceName, string? DeviceSecret = null)
{
    public override string ToString() => $"{nameof(EmulatorDevice)} {ProductKey}/{DeviceName}";
}
