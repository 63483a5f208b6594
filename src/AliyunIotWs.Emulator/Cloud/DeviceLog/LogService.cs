using System.Text.Json;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.DeviceLog;

/// <summary>
/// Takes the log lines that a device sends, and the state of its network (page "Device network status"). They are seen in
/// the inbox and kept nowhere else.
/// </summary>
internal static class LogService
{
    /// <summary>Lines in one message.</summary>
    public const int MostLines = 40;

    public static IEnumerable<CloudRoute> Routes(AlinkRoutes alink) =>
    [
        alink.Route("/sys/{pk}/{dn}/thing/log/post", Post),
        alink.Route("/sys/{pk}/{dn}/_thing/diag/post", PostNetwork),
    ];

    private static AlinkAnswer Post(CloudMessage message, AlinkRequest request) =>
        request.Params.ValueKind == JsonValueKind.Array && request.Params.GetArrayLength() is > 0 and <= MostLines
        && request.Params.EnumerateArray().All(line => line.ValueKind == JsonValueKind.Object)
            ? AlinkAnswer.Success
            : AlinkAnswer.BadParameter;

    // One moment is an object, several are a list.
    private static AlinkAnswer PostNetwork(CloudMessage message, AlinkRequest request) =>
        request.Params.Member("p") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array }
            ? AlinkAnswer.Success
            : AlinkAnswer.BadParameter;
}
