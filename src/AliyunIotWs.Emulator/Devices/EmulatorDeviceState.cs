namespace AliyunIotWs.Emulator.Devices;

/// <summary>What the platform shows of a device at one moment.</summary>
/// <param name="ProductKey">Key of the product.</param>
/// <param name="DeviceName">Name of the device in its product.</param>
/// <param name="Online">True from the accepted CONNECT to the end of the connection.</param>
/// <param name="ConnectedAt">Begin of the present connection; null while offline.</param>
/// <param name="ClientId">The part before the first <c>|</c>; null while offline.</param>
internal sealed record EmulatorDeviceState(
    string ProductKey, string DeviceName, bool Online, DateTimeOffset? ConnectedAt, string? ClientId);
