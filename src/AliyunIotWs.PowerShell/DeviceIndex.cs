using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell;

/// <summary>
/// The connections of a runspace by their device: each connect of a fleet asks for the others of its device. Not
/// thread-safe: the <see cref="IotSessionState"/> guards it.
/// </summary>
internal sealed class DeviceIndex
{
    private readonly Dictionary<DeviceAddress, IotMqttConnection[]> _byDevice = [];

    public IReadOnlyList<IotMqttConnection> OfDevice(ConnectionSettings settings) =>
        [.. DeviceAddress.Of(settings).SelectMany(a => _byDevice.GetValueOrDefault(a, [])).Distinct()];

    public void Add(IotMqttConnection connection)
    {
        foreach (var address in DeviceAddress.Of(connection.Session.Settings))
            _byDevice[address] = [.. _byDevice.GetValueOrDefault(address, []), connection];
    }

    public void Remove(IotMqttConnection connection)
    {
        foreach (var address in DeviceAddress.Of(connection.Session.Settings))
        {
            IotMqttConnection[] others =
                [.. _byDevice.GetValueOrDefault(address, []).Where(c => !ReferenceEquals(c, connection))];
            if (others.Length > 0)
                _byDevice[address] = others;
            else
                _byDevice.Remove(address);
        }
    }

    public void Clear() => _byDevice.Clear();
}
