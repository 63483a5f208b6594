using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Configuration;
using AliyunIotWs.Emulator.Cloud.Shadow;
using AliyunIotWs.Emulator.Cloud.Tags;
using AliyunIotWs.Emulator.Cloud.Upgrade;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud;

/// <summary>
/// What people and applications do with a device in the cloud. A device that is online is told at once, as the platform
/// does. Each method gives back why nothing has changed, or null.
/// </summary>
internal sealed class CloudConsole(CloudContext cloud)
{
    /// <summary>Sets desired values; null clears one. What the thing model does not allow changes nothing.</summary>
    public string? Desire(DeviceEntry device, JsonElement values)
    {
        var wishes = values.EnumerateObject().Where(wish => wish.Value.ValueKind != JsonValueKind.Null).ToList();
        if (FaultOfProperties(device, wishes) is { } fault)
            return fault;
        foreach (var wish in values.EnumerateObject())
        {
            JsonElement? value = wish.Value.ValueKind == JsonValueKind.Null ? null : wish.Value;
            if (!device.Twin.Desired.TrySet(wish.Name, value))
                return $"there is no room for the desired value of {wish.Name}";
        }

        if (wishes.Count > 0 && device.IsOnline)
        {
            cloud.Call(device, "/thing/service/property/set", "thing.service.property.set", json =>
            {
                json.WriteStartObject();
                foreach (var wish in wishes)
                    wish.WriteTo(json);
                json.WriteEndObject();
            });
        }

        return null;
    }

    /// <summary>Says what the thing model has against setting these properties; null where nothing.</summary>
    public string? FaultOfProperties(DeviceEntry device, IEnumerable<JsonProperty> values)
    {
        if (cloud.Models.Find(device.Identity.ProductKey) is not { } model)
            return null;
        foreach (var value in values)
        {
            if (model.FaultOfProperty(value.Name, value.Value) is { } fault)
                return $"{value.Name}: {fault.Code} {fault.Message}" + (fault.Hint is { } hint ? $", {hint}" : "");
        }

        return null;
    }

    /// <summary>Sets a tag; null removes it.</summary>
    public static string? Tag(DeviceEntry device, string key, string? value)
    {
        if (value is null)
        {
            device.Twin.Tags.Remove(key);
            return null;
        }

        if (!TagService.IsKey(key))
            return $"'{key}' is no key of a tag: it has 1 to 64 characters and begins with a letter or _";
        return device.Twin.Tags.TrySet(key, value, value.Length) ? null : $"there is no room for the tag {key}";
    }

    /// <summary>Gives a device a configuration; null takes it away.</summary>
    public string? Configure(DeviceEntry device, byte[]? content)
    {
        if (content?.Length > DeviceConfiguration.MostBytes)
            return $"a configuration has {DeviceConfiguration.MostBytes} bytes at most, this one has {content.Length}";
        ConfigurationService.Push(cloud, device, content);
        return null;
    }

    /// <summary>Says whether a device is to send its log lines.</summary>
    public void SendLog(DeviceEntry device, bool sends) => ConfigurationService.PushLog(cloud, device, sends);

    /// <summary>Sets what an application wishes of the device's shadow.</summary>
    public string? DesireShadow(DeviceEntry device, JsonElement values) =>
        ShadowService.Desire(cloud, device, values) is { } fault ? $"{fault.Code}: {fault.Message}" : null;

    /// <summary>Offers a package.</summary>
    public string? Offer(DeviceEntry device, FirmwareOffer offer) =>
        UpgradeService.Offer(cloud, device, offer) ? null : "the device has too many firmware modules";

    /// <summary>Puts a package where devices can fetch it.</summary>
    public Uri Shelve(byte[] package) => cloud.Files.Put(package);
}
