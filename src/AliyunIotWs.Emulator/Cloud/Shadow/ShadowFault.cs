namespace AliyunIotWs.Emulator.Cloud.Shadow;

/// <summary>Why a request to a device shadow is refused: the codes of the platform's page on shadows.</summary>
internal sealed record ShadowFault(int Code, string Message)
{
    public static ShadowFault NotJson { get; } = new(400, "the message is not in JSON format");

    public static ShadowFault NoMethod { get; } = new(401, "the message has no method");

    public static ShadowFault NoState { get; } = new(402, "the message has no state");

    public static ShadowFault NoVersion { get; } = new(403, "version is not a number");

    public static ShadowFault NoReported { get; } = new(404, "state has no reported");

    public static ShadowFault ReportedEmpty { get; } = new(405, "reported is empty");

    public static ShadowFault UnknownMethod { get; } = new(406, "the method is not one of update, get, delete");

    public static ShadowFault Empty { get; } = new(407, "the message is empty");

    public static ShadowFault TooManyAttributes { get; } =
        new(408, $"the shadow would have more than {DeviceShadow.MostAttributes} attributes");

    /// <summary>The version is not above the stored one.</summary>
    public static ShadowFault Conflict { get; } = new(409, "version conflict");

    /// <summary>The page has a limit of 16 KB and no code for it, so that this one is a guess.</summary>
    public static ShadowFault TooLarge { get; } =
        new(500, $"the shadow would have more than {DeviceShadow.MostBytes} bytes");
}
