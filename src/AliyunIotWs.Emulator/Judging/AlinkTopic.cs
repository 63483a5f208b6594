namespace AliyunIotWs.Emulator.Judging;

/// <summary>The topics of the Alink protocol, <c>/sys/{productKey}/{deviceName}/thing/…</c>.</summary>
internal static class AlinkTopic
{
    private const string Reply = "_reply";

    /// <summary>True for a topic on which a device asks for something, in JSON.</summary>
    public static bool IsRequest(string topic) => IsJson(topic) && !topic.EndsWith(Reply, StringComparison.Ordinal);

    /// <summary>True for a topic whose payload is an Alink message.</summary>
    public static bool IsJson(string topic) =>
        topic.Split('/') is ["", "sys", _, _, "thing" or "_thing", ..] levels && !levels[^1].EndsWith("_raw", StringComparison.Ordinal)
        && !levels[^1].EndsWith("_raw_reply", StringComparison.Ordinal);
}
