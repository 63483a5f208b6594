using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>What a service has to say to a request.</summary>
/// <param name="Code">200, or what is wrong.</param>
/// <param name="Message">In words, <c>success</c> for 200.</param>
/// <param name="Data">Writes the value of <c>data</c>; null stands for <c>{}</c>.</param>
internal readonly record struct AlinkAnswer(int Code, string Message, Action<Utf8JsonWriter>? Data)
{
    /// <summary>For the log, where it is to say more than the message.</summary>
    public string? Reason { get; init; }

    public static AlinkAnswer Success { get; } = new(AlinkCode.Success, "success", null);

    /// <summary>460, the code of a request that is empty or has parameters of the wrong form.</summary>
    public static AlinkAnswer BadParameter { get; } = Error(AlinkCode.BadParameter, "request parameter error");

    public static AlinkAnswer With(Action<Utf8JsonWriter> data) => new(AlinkCode.Success, "success", data);

    public static AlinkAnswer Error(int code, string message) => new(code, message, null);
}
