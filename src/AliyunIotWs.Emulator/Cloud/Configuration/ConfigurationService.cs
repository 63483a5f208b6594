using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Configuration;

/// <summary>Remote configuration, and whether a device sends its log.</summary>
internal static class ConfigurationService
{
    public static IEnumerable<CloudRoute> Routes(AlinkRoutes alink) =>
    [
        alink.Route("/sys/{pk}/{dn}/thing/config/get", Get),
        alink.Route("/sys/{pk}/{dn}/thing/config/log/get", GetLog),
    ];

    /// <summary>Gives a device a configuration, and tells it where it is online.</summary>
    /// <param name="cloud">What all services share.</param>
    /// <param name="device">Whose configuration it is.</param>
    /// <param name="content">
    /// At most <see cref="DeviceConfiguration.MostBytes"/>; null takes the configuration away.
    /// </param>
    public static void Push(CloudContext cloud, DeviceEntry device, byte[]? content)
    {
        var file = content is null ? null : FileOf(cloud, content);
        device.Twin.Configuration.File = file;
        if (file is not null && device.IsOnline)
            cloud.Call(device, "/thing/config/push", "thing.config.push", file.Write);
    }

    /// <summary>Puts a configuration where its device fetches it.</summary>
    public static RemoteConfiguration FileOf(CloudContext cloud, byte[] content) =>
        new(Guid.NewGuid().ToString("N"), content, cloud.Files.Put(content));

    /// <summary>Says whether a device is to send its log lines, and tells it where it is online.</summary>
    public static void PushLog(CloudContext cloud, DeviceEntry device, bool sends)
    {
        device.Twin.Configuration.SendsLog = sends;
        if (device.IsOnline)
            cloud.Call(device, "/thing/config/log/push", "thing.config.log.push", json => WriteLog(json, sends));
    }

    private static AlinkAnswer Get(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.Text("configScope") != "product" || request.Params.Text("getType") != "file")
            return AlinkAnswer.BadParameter;
        return message.Device.Twin.Configuration.File is { } file
            ? AlinkAnswer.With(file.Write)
            : AlinkAnswer.Error(AlinkCode.NoConfiguration, "no remote configuration");
    }

    private static AlinkAnswer GetLog(CloudMessage message, AlinkRequest request)
    {
        if (request.Params.Text("getType") != "content")
            return AlinkAnswer.Error(AlinkCode.BadGetType, "getType is not content");
        if (request.Params.Text("configScope") != "device")
            return AlinkAnswer.Error(AlinkCode.BadConfigScope, "configScope is not device");
        return AlinkAnswer.With(json => WriteLog(json, message.Device.Twin.Configuration.SendsLog));
    }

    private static void WriteLog(Utf8JsonWriter json, bool sends)
    {
        json.WriteStartObject();
        json.WriteString("getType", "content");
        json.WriteStartObject("content");
        json.WriteNumber("mode", sends ? 1 : 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
