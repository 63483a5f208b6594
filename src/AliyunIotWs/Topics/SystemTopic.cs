namespace AliyunIotWs.Topics;

/// <summary>The topics of the platform's own services, whose form the platform defines.</summary>
internal static class SystemTopic
{
    private static readonly string[] s_roots = ["/sys/", "/ext/", "/ota/", "/shadow/", "/broadcast/"];

    public static bool Is(string topic) => s_roots.Any(root => topic.StartsWith(root, StringComparison.Ordinal));
}
