using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Authorization;

/// <summary>A class of topics: levels that are fixed, that name the device, or that are free.</summary>
internal sealed class TopicPattern(string template)
{
    /// <summary>Stands for the device's product key.</summary>
    public const string ProductKey = "{pk}";

    /// <summary>Stands for the device's name.</summary>
    public const string DeviceName = "{dn}";

    private readonly string[] _levels = template.Split('/');

    /// <summary>
    /// True when a topic can fit both this class and the given filter, which may be a topic itself. The levels that
    /// name the device have to be written out in the filter, so that no wildcard reaches another device; a class that
    /// names none has to cover the filter.
    /// </summary>
    public bool Meets(EmulatorDevice device, ReadOnlySpan<string> filter) =>
        Compare(device, filter, covers: !NamesDevice(0));

    /// <summary>True when every topic that fits the given filter fits this class.</summary>
    public bool Covers(EmulatorDevice device, ReadOnlySpan<string> filter) => Compare(device, filter, covers: true);

    /// <summary>The filter by which a device subscribes to all topics of this class.</summary>
    public string FilterOf(EmulatorDevice device) => template
        .Replace(ProductKey, device.ProductKey, StringComparison.Ordinal)
        .Replace(DeviceName, device.DeviceName, StringComparison.Ordinal);

    private bool Compare(EmulatorDevice device, ReadOnlySpan<string> filter, bool covers)
    {
        for (int i = 0; i < _levels.Length; i++)
        {
            if (i == filter.Length)
                return false;
            var (mine, given) = (_levels[i], filter[i]);
            if (mine == "#")
                return true;
            if (given == "#")
                return !covers && !NamesDevice(i);
            if (!Fits(device, mine, given, covers))
                return false;
        }

        return filter.Length == _levels.Length;
    }

    private static bool Fits(EmulatorDevice device, string mine, string given, bool covers) => mine switch
    {
        ProductKey => given == device.ProductKey,
        DeviceName => given == device.DeviceName,
        "+" => true,
        ['+', .. var suffix] => given == "+" ? !covers : given.EndsWith(suffix, StringComparison.Ordinal),
        _ => given == mine || (given == "+" && !covers),
    };

    private bool NamesDevice(int from) => _levels.AsSpan(from).ContainsAny(ProductKey, DeviceName);
}
