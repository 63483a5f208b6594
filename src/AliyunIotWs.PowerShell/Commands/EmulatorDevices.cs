using System.Management.Automation;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Finds devices by <c>deviceName</c> or <c>productKey/deviceName</c>, with wildcards.</summary>
internal static class EmulatorDevices
{
    /// <summary>
    /// The devices that fit, each once; a name without wildcards that finds nothing is an error of that name alone.
    /// </summary>
    public static IReadOnlyList<EmulatorDeviceState> Find(Cmdlet cmdlet, IotEmulator emulator, string[] names)
    {
        var found = new List<EmulatorDeviceState>();
        foreach (string name in names)
        {
            var fits = Filter([name]);
            EmulatorDeviceState[] some =
                [.. emulator.Server.Devices.Where(d => fits($"{d.ProductKey}/{d.DeviceName}"))];
            found.AddRange(some);
            if (some.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                var error = new IotException(
                    IotErrorId.EmulatorDeviceNotFound,
                    $"The emulator {emulator.Endpoint} knows no device '{name}'.",
                    "Its property Devices lists those that it knows.");
                cmdlet.WriteError(Errors.Record(error, name));
            }
        }

        return [.. found.DistinctBy(d => (d.ProductKey, d.DeviceName))];
    }

    /// <summary>The same, with all that the emulator knows of each device.</summary>
    public static IEnumerable<DeviceEntry> FindEntries(Cmdlet cmdlet, IotEmulator emulator, string[] names) =>
        Find(cmdlet, emulator, names)
            .Select(device => emulator.Server.FindDevice(device.ProductKey, device.DeviceName))
            .OfType<DeviceEntry>();

    /// <summary>The one device of a name.</summary>
    /// <exception cref="IotException">There is none, or there are several.</exception>
    public static DeviceEntry Single(IotEmulator emulator, string name)
    {
        var fits = Filter([WildcardPattern.Escape(name)]);
        EmulatorDeviceState[] found = [.. emulator.Server.Devices.Where(d => fits($"{d.ProductKey}/{d.DeviceName}"))];
        return found is [var one] && emulator.Server.FindDevice(one.ProductKey, one.DeviceName) is { } entry
            ? entry
            : throw new IotException(
                IotErrorId.EmulatorDeviceNotFound,
                $"The emulator {emulator.Endpoint} knows {(found.Length == 0 ? "no" : "more than one")} device '{name}'.",
                "Its property Devices lists those that it knows; productKey/deviceName names one of several.");
    }

    /// <summary>Tells of <c>productKey/deviceName</c> whether one of the names fits; null fits none.</summary>
    public static Func<string?, bool> Filter(string[] names)
    {
        WildcardPattern[] patterns = [.. names.Select(n => WildcardPattern.Get(n, WildcardOptions.IgnoreCase))];
        return device => device is not null
            && device[(device.IndexOf('/', StringComparison.Ordinal) + 1)..] is var name
            && patterns.Any(p => p.IsMatch(device) || p.IsMatch(name));
    }
}
