using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell;

/// <summary>Who a broker takes a connection for: two with the same one are in each other's way on the platform.</summary>
internal readonly record struct DeviceAddress(string DeviceName, string? ProductKey, string Authority)
{
    /// <summary>Null where the user name is not one of the platform's, which names a device.</summary>
    public static DeviceAddress? Of(ConnectionSettings settings) => settings.DeviceName is { } device
        ? new DeviceAddress(device, settings.ProductKey, settings.Endpoint.Authority)
        : null;
}
