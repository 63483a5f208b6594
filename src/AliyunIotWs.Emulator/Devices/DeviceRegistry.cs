using System.Buffers;
using AliyunIotWs.Emulator.Cloud;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>The devices of the platform, in the order in which they were added.</summary>
/// <param name="time">The clock.</param>
/// <param name="products">The products of the devices.</param>
/// <param name="subscriptionDelay">How long subscriptions take to come into effect.</param>
internal sealed class DeviceRegistry(
    TimeProvider time, ProductCatalog products, TimeSpan subscriptionDelay = default)
{
    private static readonly SearchValues<char> s_reserved = SearchValues.Create("/+#&|\0");

    private readonly object _gate = new();
    private readonly Dictionary<string, DeviceEntry> _byKey = new(StringComparer.Ordinal);
    private readonly List<DeviceEntry> _inOrder = [];

    /// <summary>Adds devices; one that is known already with the same secret is left as it is.</summary>
    /// <exception cref="ArgumentException">
    /// A field is empty or holds a reserved character, or the device is known with another secret. Then none is added.
    /// </exception>
    public void Add(IEnumerable<EmulatorDevice> devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        lock (_gate)
        {
            var fresh = new Dictionary<string, DeviceEntry>(StringComparer.Ordinal);
            foreach (var device in devices)
            {
                Validate(device);
                string key = KeyOf(device.ProductKey, device.DeviceName);
                var known = _byKey.GetValueOrDefault(key) ?? fresh.GetValueOrDefault(key);
                if (known is null)
                    fresh.Add(key, NewEntry(device, key));
                else if (known.Account.Secret != device.DeviceSecret)
                    throw new ArgumentException($"{key} is known already, with another secret.", nameof(devices));
            }

            foreach (var (key, entry) in fresh)
            {
                _byKey.Add(key, entry);
                _inOrder.Add(entry);
            }
        }
    }

    public DeviceEntry? Find(string productKey, string deviceName) => Find(KeyOf(productKey, deviceName));

    /// <summary>Finds a device by <see cref="DeviceEntry.Key"/>.</summary>
    public DeviceEntry? Find(string key)
    {
        lock (_gate)
            return _byKey.GetValueOrDefault(key);
    }

    /// <summary>A product that is described, or that has devices; null where nobody has heard of it.</summary>
    public EmulatorProduct? FindProduct(string productKey)
    {
        if (products.Describes(productKey))
            return products.Find(productKey);
        lock (_gate)
        {
            return _inOrder.Exists(entry => entry.Identity.ProductKey == productKey)
                ? products.Find(productKey)
                : null;
        }
    }

    /// <summary>The device of this name, added without a secret where it is not known yet.</summary>
    /// <exception cref="ArgumentException">A name holds a reserved character.</exception>
    public DeviceEntry FindOrAdd(string productKey, string deviceName)
    {
        lock (_gate)
        {
            if (Find(productKey, deviceName) is { } known)
                return known;
            Add([new(productKey, deviceName)]);
            return Find(productKey, deviceName)!;
        }
    }

    /// <summary>The only device that a topic is meant for; null where it is not that of one device.</summary>
    public DeviceEntry? OwnerOf(string topic) => TopicAddress.OwnerOf(topic) is { } key ? Find(key) : null;

    /// <summary>Forgets a device.</summary>
    /// <returns>False where it is not known any more.</returns>
    public bool Remove(DeviceEntry device)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_byKey.GetValueOrDefault(device.Key), device))
                return false;
            _byKey.Remove(device.Key);
            return _inOrder.Remove(device);
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _inOrder.Count;
        }
    }

    /// <summary>
    /// The device that a topic names and that is not known, as <see cref="DeviceEntry.Key"/>; null where it is known, or
    /// the topic names none.
    /// </summary>
    public string? UnknownOwnerOf(string topic) =>
        topic.StartsWith("/broadcast/", StringComparison.Ordinal) || TopicAddress.OwnerOf(topic) is not { } key
            || Find(key) is not null
            ? null
            : key;

    /// <summary>All devices, in the order in which they were added.</summary>
    public IReadOnlyList<DeviceEntry> All
    {
        get
        {
            lock (_gate)
                return [.. _inOrder];
        }
    }

    /// <summary>Tells all devices that the MQTT server has no session any more.</summary>
    public void ForgetSessions()
    {
        lock (_gate)
            _inOrder.ForEach(entry => entry.ForgetSession());
    }

    public IReadOnlyList<EmulatorDeviceState> Snapshot()
    {
        lock (_gate)
            return _inOrder.ConvertAll(entry => entry.State);
    }

    private static string KeyOf(string productKey, string deviceName) => productKey + "/" + deviceName;

    /// <summary>Checks a product key or device name.</summary>
    /// <exception cref="ArgumentException">It is empty or holds a reserved character.</exception>
    public static void ValidateName(string what, string value)
    {
        if (string.IsNullOrEmpty(value))
            throw new ArgumentException($"A {what} of the emulator is empty.", nameof(value));
        if (value.AsSpan().IndexOfAny(s_reserved) >= 0)
            throw new ArgumentException($"The {what} '{value}' holds one of / + # & |.", nameof(value));
    }

    private DeviceEntry NewEntry(EmulatorDevice device, string key)
    {
        var product = products.Find(device.ProductKey);
        return new DeviceEntry(device, product, products.RightsOf(product), key, subscriptionDelay, time);
    }

    private static void Validate(EmulatorDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        ValidateName("product key", device.ProductKey);
        ValidateName("device name", device.DeviceName);
        if (device.DeviceSecret is "")
            throw new ArgumentException($"The device {device.DeviceName} needs a device secret.", nameof(device));
    }
}
