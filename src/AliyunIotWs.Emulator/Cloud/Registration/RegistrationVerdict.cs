using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.Registration;

/// <summary>What the platform thinks of a registration.</summary>
/// <param name="Code">200, or the platform's code.</param>
/// <param name="Message">What the device is told.</param>
/// <param name="Reason">For the log: code, cause and remedy.</param>
internal readonly record struct RegistrationVerdict(int Code, string Message, string Reason)
{
    public static RegistrationVerdict Accepted { get; } = new(AlinkCode.Success, "success", string.Empty);

    /// <param name="code">The platform's.</param>
    /// <param name="message">What the device is told.</param>
    /// <param name="remedy">Cause and remedy for the log.</param>
    public static RegistrationVerdict Refuse(int code, string message, string remedy) =>
        new(code, message, $"{code} {message}: {remedy}");
}
