using System.Collections;
using System.Text;
using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Cloud.Shadow;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs;

/// <summary>What the emulated cloud knows of a device at the moment of asking. It holds no secret.</summary>
public sealed class IotEmulatorDevice
{
    internal IotEmulatorDevice(DeviceEntry device)
    {
        var state = device.State;
        var twin = device.Twin;
        var properties = twin.Properties.Snapshot();
        var desired = twin.Desired.Snapshot();
        ProductKey = state.ProductKey;
        DeviceName = state.DeviceName;
        Online = state.Online;
        ConnectedAt = state.ConnectedAt?.LocalDateTime;
        ClientId = state.ClientId;
        Properties = JsonValue.Table(properties.Select(one => (one.Key, JsonValue.From(one.Value.Value))));
        PropertyTimes = JsonValue.Table(properties.Select(one => (one.Key, (object?)one.Value.Time.LocalDateTime)));
        Desired = JsonValue.Table(desired.Select(one => (one.Key, JsonValue.From(one.Value.Value!.Value))));
        DesiredVersions = JsonValue.Table(desired.Select(one => (one.Key, (object?)one.Value.Version)));
        Tags = JsonValue.Table(twin.Tags.Snapshot().Select(one => (one.Key, (object?)one.Value)));
        Shadow = ShadowOf(twin.Shadow);
        Firmware = [.. twin.Firmware.Snapshot().Select(module => new IotEmulatorFirmware(module))];
        Configuration = twin.Configuration.File is { } file ? Encoding.UTF8.GetString(file.Content) : null;
        SendsLog = twin.Configuration.SendsLog;
        Subscriptions = device.Subscriptions;
        Enabled = device.Account.Enabled;
        Gateway = device.Gateway?.Key;
        SubDevices = [.. device.SubDevices.All.Select(one => one.Key)];
        RegisteredAt = device.Account.RegisteredAt?.LocalDateTime;
        ActivatedAt = device.Account.ActivatedAt?.LocalDateTime;
    }

    /// <summary>Key of the product.</summary>
    public string ProductKey { get; }

    /// <summary>Name of the device in its product.</summary>
    public string DeviceName { get; }

    /// <summary>True while it is connected.</summary>
    public bool Online { get; }

    /// <summary>Begin of the present connection; null while it is offline.</summary>
    public DateTime? ConnectedAt { get; }

    /// <summary>The client id before its first <c>|</c>; null while it is offline.</summary>
    public string? ClientId { get; }

    /// <summary>False while it may not connect.</summary>
    public bool Enabled { get; }

    /// <summary>The gateway that it lives behind, online or not; null for most devices.</summary>
    public string? Gateway { get; }

    /// <summary>The devices that live behind it, online or not.</summary>
    public IReadOnlyList<string> SubDevices { get; }

    /// <summary>The last time that it got a secret or a token by registration; null where it never did.</summary>
    public DateTime? RegisteredAt { get; }

    /// <summary>When it was connected for the first time; null where it never was, so that it may still register.</summary>
    public DateTime? ActivatedAt { get; }

    /// <summary>The last value of each property, by identifier.</summary>
    public IDictionary Properties { get; }

    /// <summary>When each property had this value, by identifier: the device's own time where it gave one.</summary>
    public IDictionary PropertyTimes { get; }

    /// <summary>What the properties are to become, by identifier.</summary>
    public IDictionary Desired { get; }

    /// <summary>The version of each desired value, by identifier.</summary>
    public IDictionary DesiredVersions { get; }

    /// <summary>The tags, by key.</summary>
    public IDictionary Tags { get; }

    /// <summary>The shadow document: state, metadata, timestamp and version.</summary>
    public IDictionary Shadow { get; }

    /// <summary>The firmware modules.</summary>
    public IReadOnlyList<IotEmulatorFirmware> Firmware { get; }

    /// <summary>The remote configuration as text; null where there is none.</summary>
    public string? Configuration { get; }

    /// <summary>True when the device is to send its log lines.</summary>
    public bool SendsLog { get; }

    /// <summary>The topic filters of its session.</summary>
    public IReadOnlyList<string> Subscriptions { get; }

    /// <summary>The device as <c>productKey/deviceName</c>, which the cmdlets for devices take.</summary>
    public override string ToString() => $"{ProductKey}/{DeviceName}";

    private static IDictionary ShadowOf(DeviceShadow shadow)
    {
        using var document = JsonDocument.Parse(CompactJson.Write(shadow.WriteDocument));
        return (IDictionary)JsonValue.From(document.RootElement)!;
    }
}
