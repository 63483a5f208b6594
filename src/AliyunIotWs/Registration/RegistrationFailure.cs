using System.Globalization;
using AliyunIotWs.Errors;
using AliyunIotWs.Requests;

namespace AliyunIotWs.Registration;

/// <summary>The words for the ways in which a registration ends without a secret.</summary>
internal static class RegistrationFailure
{
    public static IotException Rejected(string deviceName, string code, string? message)
    {
        var (meaning, remedy) = int.TryParse(code, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
            ? PlatformCode.Describe(number, RequestForm.Alink)
            : PlatformCode.Describe(0, RequestForm.Alink);
        string words = string.IsNullOrWhiteSpace(message) ? string.Empty : $" '{message}'";
        return new IotException(
            IotErrorId.RegistrationRejected,
            $"The registration of '{deviceName}' was rejected with {code}{words}: {meaning}.",
            remedy);
    }

    /// <summary>Over MQTT the platform gives no code of its own.</summary>
    public static IotException Refused(string deviceName, bool isPreRegistered, IotException refusal) => new(
        IotErrorId.RegistrationRejected,
        $"The registration of '{deviceName}' was refused: {refusal.Message}",
        refusal.Id == IotErrorId.ClientIdRejected
            ? "Check the region or instance, that the endpoint is wss, and that the platform knows the -SignMethod."
            : "Check the product secret, that dynamic registration is switched on for the product, "
              + (isPreRegistered
                  ? "that the device is there in the console, and that it has not been connected yet: an activated "
                    + "device keeps the secret that it has. Over HTTPS the platform names the reason (-Protocol Https)."
                  : "and that no more than five machines register with the same device name."),
        refusal);

    public static IotException Unanswered(string deviceName, string why) => new(
        IotErrorId.RequestTimeout,
        $"The registration of '{deviceName}' was let in, and no secret came: {why}.",
        "Register again, with a longer -TimeoutSeconds; until the device has been connected, the last secret counts.");

    public static IotException Unreadable(string deviceName, Exception? cause) => new(
        IotErrorId.RegistrationRejected,
        $"What came back for '{deviceName}' holds neither a secret nor a token.",
        "Check that the endpoint is the platform's.",
        cause);
}
