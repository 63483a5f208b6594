using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell;

/// <summary>Who a broker takes a connection for: two with the same one are in each other's way on the platform.</summary>
internal sealed record DeviceAddress(string DeviceName, string? ProductKey, string Authority)
{
    /// <summary>One for each endpoint; none where the user name is not one of the platform's, which names a device.</summary>
    public static IEnumerable<DeviceAddress> Of(ConnectionSettings settings) => settings.DeviceName is { } device
        ? settings.Endpoints.Select(e => new DeviceAddress(device, settings.ProductKey, e.Authority)).Distinct()
        : [];
}
