using AliyunIotWs.Session;

namespace AliyunIotWs.PowerShell;

/// <summary>
/// The connections of a runspace, oldest first, and by their device: each connect of a fleet asks for the others of its
/// device. Not thread-safe: the <see cref="IotSessionState"/> guards it.
/// </summary>
internal sealed class ConnectionTable
{
    private readonly List<IotMqttConnection> _all = [];
    private readonly Dictionary<DeviceAddress, IotMqttConnection[]> _byDevice = [];

    public int Count => _all.Count;

    public IotMqttConnection? Youngest => _all.LastOrDefault();

    public bool Contains(IotMqttConnection connection) => _all.Contains(connection);

    public IotMqttConnection[] ToArray() => [.. _all];

    public IReadOnlyList<IotMqttConnection> OfDevice(ConnectionSettings settings) =>
        [.. DeviceAddress.Of(settings).SelectMany(a => _byDevice.GetValueOrDefault(a, [])).Distinct()];

    public void Add(IotMqttConnection connection)
    {
        _all.Add(connection);
        foreach (var address in DeviceAddress.Of(connection.Session.Settings))
            _byDevice[address] = [.. _byDevice.GetValueOrDefault(address, []), connection];
    }

    public void Remove(IotMqttConnection connection)
    {
        _all.Remove(connection);
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

    public void Clear()
    {
        _all.Clear();
        _byDevice.Clear();
    }
}
