namespace AliyunIotWs.Emulator.Devices;

/// <summary>The devices that are known to live behind one gateway, online or not. Safe to use from any thread.</summary>
internal sealed class SubDeviceList
{
    private readonly object _gate = new();
    private readonly Dictionary<string, DeviceEntry> _members = new(StringComparer.Ordinal);

    // Looking is on the way of every message, changing is rare.
    private volatile int _count;

    public int Count => _count;

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<DeviceEntry> All
    {
        get
        {
            if (_count == 0)
                return [];
            lock (_gate)
                return [.. _members.Values.OrderBy(device => device.Key, StringComparer.Ordinal)];
        }
    }

    public bool Contains(DeviceEntry device) => ReferenceEquals(Find(device.Key), device);

    /// <summary>A member by <see cref="DeviceEntry.Key"/>; null where it is none.</summary>
    public DeviceEntry? Find(string key)
    {
        if (_count == 0)
            return null;
        lock (_gate)
            return _members.GetValueOrDefault(key);
    }

    public void Add(DeviceEntry device)
    {
        lock (_gate)
        {
            _members[device.Key] = device;
            _count = _members.Count;
        }
    }

    public void Remove(DeviceEntry device)
    {
        lock (_gate)
        {
            _members.Remove(device.Key);
            _count = _members.Count;
        }
    }
}
