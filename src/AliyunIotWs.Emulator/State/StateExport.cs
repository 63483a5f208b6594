using System.Text.Json;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Cloud.Upgrade;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.State;

/// <summary>Makes a file of what an emulator knows of devices.</summary>
internal static class StateExport
{
    /// <param name="cloud">The emulator's.</param>
    /// <param name="devices">Those to write.</param>
    /// <param name="withSecrets">Secrets and tokens are part of it.</param>
    public static byte[] Write(CloudContext cloud, IEnumerable<DeviceEntry> devices, bool withSecrets) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new StateFile
            {
                Format = StateFile.FormatName,
                Version = StateFile.Current,
                HoldsSecrets = withSecrets,
                Devices = [.. devices.Select(device => RecordOf(device, cloud.Files, withSecrets))],
            },
            StateJson.Options);

    private static DeviceRecord RecordOf(DeviceEntry device, FileShelf files, bool withSecrets)
    {
        var twin = device.Twin;
        return new DeviceRecord
        {
            ProductKey = device.Identity.ProductKey,
            DeviceName = device.Identity.DeviceName,
            DeviceSecret = withSecrets ? device.Account.Secret : null,
            Tokens = withSecrets ? TokensOf(device.Account) : null,
            Enabled = device.Account.Enabled,
            RegisteredAt = device.Account.RegisteredAt,
            ActivatedAt = device.Account.ActivatedAt,
            Gateway = device.Gateway?.Key,
            Properties = Filled(twin.Properties.Snapshot().ToDictionary(
                one => one.Key, one => new PropertyRecord(one.Value.Value, one.Value.Time), StringComparer.Ordinal)),
            Desired = Filled(twin.Desired.Snapshot().ToDictionary(
                one => one.Key, one => new DesiredRecord(one.Value.Value!.Value, one.Value.Version), StringComparer.Ordinal)),
            Tags = Filled(twin.Tags.Snapshot().ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal)),
            Shadow = twin.Shadow.Version == 0 ? null : ShadowOf(twin),
            Configuration = twin.Configuration.File?.Content,
            SendsLog = twin.Configuration.SendsLog,
            Firmware = twin.Firmware.Snapshot() is { Count: > 0 } modules
                ? [.. modules.Select(module => RecordOf(module, files))]
                : null,
        };
    }

    private static Dictionary<string, T>? Filled<T>(Dictionary<string, T> map) => map.Count == 0 ? null : map;

    private static List<TokenRecord>? TokensOf(DeviceAccount account) => account.Tokens is { Count: > 0 } tokens
        ? [.. tokens.Select(one => new TokenRecord { Machine = one.Machine, ClientId = one.ClientId, Token = one.Token })]
        : null;

    private static JsonElement ShadowOf(DeviceTwin twin)
    {
        using var document = JsonDocument.Parse(CompactJson.Write(twin.Shadow.WriteDocument));
        return document.RootElement.Clone();
    }

    private static FirmwareRecord RecordOf(FirmwareModule module, FileShelf files)
    {
        var record = new FirmwareRecord
        {
            Module = module.Name,
            Version = module.Version,
            Step = module.Step,
            Description = module.Description,
        };
        if (module.Offer is not { } offer)
            return record;
        byte[]? content = files.Find(new Uri(offer.Url).AbsolutePath);
        return record with
        {
            OfferedVersion = offer.Version,
            Url = content is null ? offer.Url : null,
            Content = content,
            Size = offer.Size,
            Sign = offer.Sign,
            SignMethod = offer.SignMethod,
            IsDifference = offer.IsDifference,
            ExtraData = offer.ExtraData,
        };
    }
}
