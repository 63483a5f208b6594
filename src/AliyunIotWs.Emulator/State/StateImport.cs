using System.Text.Json;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Configuration;
using AliyunIotWs.Emulator.Cloud.Tags;
using AliyunIotWs.Emulator.Cloud.Upgrade;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.State;

/// <summary>
/// Gives an emulator the devices of a file, with all that the file knows of them. Devices that it does not name stay as
/// they are. All or nothing: what is wrong with the file is found before anything changes.
/// </summary>
internal static class StateImport
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no such file, of another version, or one of its values can not be.</exception>
    public static StateFile Read(byte[] content)
    {
        using var document = CompactJson.TryRead(content)
            ?? throw new InvalidDataException("it is no JSON");
        var root = document.RootElement;
        if (root.Text("format") != StateFile.FormatName)
            throw new InvalidDataException($"it does not begin with \"format\": \"{StateFile.FormatName}\"");
        if (root.Text("version") is not { } version || version != $"{StateFile.Current}")
        {
            throw new InvalidDataException(
                $"it has version {root.Text("version") ?? "none"}, this module reads version {StateFile.Current}");
        }

        try
        {
            return root.Deserialize<StateFile>(StateJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>Takes a file over.</summary>
    /// <returns>The devices, in the file's order.</returns>
    /// <exception cref="InvalidDataException">One of its values can not be.</exception>
    public static IReadOnlyList<DeviceEntry> Apply(CloudServices cloud, StateFile file)
    {
        var devices = cloud.Context.Devices;
        string[] twice = [.. file.Devices.GroupBy(one => one.ToString()).Where(same => same.Count() > 1).Select(same => same.Key)];
        if (twice.Length > 0)
            throw new InvalidDataException($"{twice[0]} is in it twice");
        foreach (var record in file.Devices)
        {
            if (record.Gateway is { } gateway && devices.Find(gateway) is null
                && !file.Devices.Any(one => one.ToString() == gateway))
            {
                throw new InvalidDataException($"{record}: its gateway {gateway} is neither in it nor in the emulator");
            }
        }

        var twins = file.Devices.Select(record => (Record: record, Twin: TwinOf(cloud, record))).ToList();
        try
        {
            // Those that are known keep their place, whatever their secret was.
            devices.Add(file.Devices.Where(one => devices.Find(one.ToString()) is null)
                .Select(one => new EmulatorDevice(one.ProductKey, one.DeviceName, one.DeviceSecret)));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }

        var result = new List<DeviceEntry>();
        foreach (var (record, twin) in twins)
        {
            var device = devices.Find(record.ToString())!;
            device.Twin = twin;
            device.Account.Restore(record);
            cloud.Desk.Enable(device, record.Enabled);
            result.Add(device);
        }

        foreach (var (record, device) in file.Devices.Zip(result))
            cloud.Desk.Place(device, record.Gateway is null ? null : devices.Find(record.Gateway));
        return result;
    }

    private static DeviceTwin TwinOf(CloudServices cloud, DeviceRecord record)
    {
        var twin = new DeviceTwin();
        void Require(bool kept, string what)
        {
            if (!kept)
                throw new InvalidDataException($"{record}: {what}");
        }

        foreach (var (name, value) in record.Properties ?? new Dictionary<string, PropertyRecord>())
            Require(twin.Properties.TrySet(name, value.Value, value.Time), $"there is no room for the property {name}");
        foreach (var (name, value) in record.Desired ?? new Dictionary<string, DesiredRecord>())
            Require(twin.Desired.TryRestore(name, value.Value, value.Version), $"there is no room for the desired value of {name}");
        foreach (var (key, value) in record.Tags ?? new Dictionary<string, string>())
            Require(TagService.IsKey(key) && twin.Tags.TrySet(key, value, value.Length), $"the tag {key} can not be kept");
        if (record.Shadow is { } shadow)
            Require(twin.Shadow.TryRestore(shadow), "its shadow is none");
        if (record.Configuration is { } content)
        {
            Require(content.Length <= DeviceConfiguration.MostBytes, "its configuration is too long");
            twin.Configuration.File = ConfigurationService.FileOf(cloud.Context, content);
        }

        twin.Configuration.SendsLog = record.SendsLog;
        foreach (var module in record.Firmware ?? [])
            Require(twin.Firmware.TryRestore(ModuleOf(cloud, module)), $"there is no room for the module {module.Module}");
        return twin;
    }

    private static FirmwareModule ModuleOf(CloudServices cloud, FirmwareRecord record)
    {
        FirmwareOffer? offer = null;
        if (record.OfferedVersion is { } version)
        {
            string url = record.Content is { } content ? cloud.Console.Shelve(content).AbsoluteUri : record.Url ?? string.Empty;
            offer = new(record.Module, version, url, record.Size, record.Sign ?? string.Empty, record.SignMethod ?? "SHA256")
            {
                IsDifference = record.IsDifference,
                ExtraData = record.ExtraData,
            };
        }

        return new(record.Module, record.Version, offer, record.Step, record.Description);
    }
}
