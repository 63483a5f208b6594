using System.Text.Json;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Registration;

/// <summary>What the platform gives a device that registers: a secret, or a client id and a token.</summary>
/// <param name="DeviceSecret">Of a device that is known in the console.</param>
/// <param name="ClientId">That the token belongs to.</param>
/// <param name="DeviceToken">Of a device that is not.</param>
internal sealed record RegistrationAnswer(string? DeviceSecret, string? ClientId, string? DeviceToken)
{
    /// <summary>The platform's pages name one topic for both, its SDKs a second one for tokens.</summary>
    public static bool IsTopic(string topic) => topic is "/ext/register" or "/ext/regnwl";

    /// <summary>Reads a push, or the body of an answer over HTTPS, whose data stand one level deeper.</summary>
    /// <exception cref="IotException">A rejection, or nothing that can be read.</exception>
    public static RegistrationAnswer Read(string deviceName, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
            {
                if (Text(root, "code") is { } code && code != "200")
                    throw RegistrationFailure.Rejected(deviceName, code, Text(root, "message"));
                var data = root.TryGetProperty("data", out var inner) && inner.ValueKind == JsonValueKind.Object
                    ? inner
                    : root;
                var answer = new RegistrationAnswer(
                    Text(data, "deviceSecret"), Text(data, "clientId"), Text(data, "deviceToken"));
                if (answer.DeviceSecret is not null || answer is { ClientId: not null, DeviceToken: not null })
                    return answer;
            }
        }
        catch (JsonException e)
        {
            throw RegistrationFailure.Unreadable(deviceName, e);
        }

        throw RegistrationFailure.Unreadable(deviceName, null);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && member.ToString() is { Length: > 0 } text
            ? text
            : null;
}
