using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.DeviceLog;

/// <summary>Takes the log lines that a device sends. They are seen in the inbox and kept nowhere else.</summary>
internal static class LogService
{
    /// <summary>Lines in one message.</summary>
    public const int MostLines = 40;

    public static IEnumerable<CloudRoute> Routes(AlinkRoutes alink) =>
        [alink.Route("/sys/{pk}/{dn}/thing/log/post", Post)];

    private static AlinkAnswer Post(CloudMessage message, AlinkRequest request) =>
        request.Params.ValueKind == JsonValueKind.Array && request.Params.GetArrayLength() is > 0 and <= MostLines
        && request.Params.EnumerateArray().All(line => line.ValueKind == JsonValueKind.Object)
            ? AlinkAnswer.Success
            : AlinkAnswer.BadParameter;
}
