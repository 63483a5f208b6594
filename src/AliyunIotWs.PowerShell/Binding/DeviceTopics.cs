using AliyunIotWs.Requests;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>The topics that every device of the platform has, with {ProductKey} and {DeviceName}.</summary>
internal static class DeviceTopics
{
    /// <summary>Those that the device sends on, what is wanted most first.</summary>
    public static IReadOnlyList<string> Up { get; } =
    [
        "/{ProductKey}/{DeviceName}/user/update",
        "/{ProductKey}/{DeviceName}/user/update/error",
        .. RequestMethods.All.Select(method => method.Topic).Distinct(),
        "/sys/{ProductKey}/{DeviceName}/thing/service/property/set_reply",
    ];

    /// <summary>Those that the cloud sends on; <c>+</c> stands for what differs from message to message.</summary>
    public static IReadOnlyList<string> Down { get; } =
    [
        "/{ProductKey}/{DeviceName}/user/get",
        .. CloudTopics.Filters(null, announcesRrpc: true),
        .. RequestMethods.All.Select(method => method.ReplyTopic).OfType<string>().Distinct(),
    ];

    /// <summary>The topic of one device.</summary>
    public static string Of(string topic, string productKey, string deviceName) => topic
        .Replace("{ProductKey}", productKey, StringComparison.Ordinal)
        .Replace("{DeviceName}", deviceName, StringComparison.Ordinal);
}
