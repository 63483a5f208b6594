using System.Buffers;
using AliyunIotWs.Errors;
using AliyunIotWs.Messages;

namespace AliyunIotWs.Credentials;

/// <summary>The rules of the platform for the parts of a device's triple.</summary>
internal static class DeviceIdentity
{
    private static readonly SearchValues<char> s_allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_@.:");

    // Lengths are left to the platform: its own documentation signs names that are shorter than its rules allow.
    public static void Validate(
        string? productKey, string? deviceName, ReadOnlySpan<byte> secret, string secretName = "DeviceSecret")
    {
        ValidateNames(productKey, deviceName);
        if (secret.IsEmpty)
        {
            throw new IotException(
                IotErrorId.InvalidDeviceSecret,
                $"The {Words(secretName)} of '{deviceName}' is empty.",
                $"Copy the {secretName} from its page in the console.");
        }

        if (secret.Length > MqttText.MaximumBytes)
        {
            throw new IotException(
                IotErrorId.InvalidDeviceSecret,
                $"The {Words(secretName)} of '{deviceName}' is longer than 65,535 bytes.",
                $"Copy the {secretName} from its page in the console.");
        }

        // Signed as it is, it would be refused as a wrong one, with nothing to be seen.
        if (SecretFault.Of(secret) is { } fault)
        {
            throw new IotException(
                IotErrorId.InvalidDeviceSecret,
                $"The {Words(secretName)} of '{deviceName}' {fault}.",
                $"Copy the {secretName} without it: the platform's secrets are letters and digits.");
        }
    }

    /// <exception cref="IotException">One of them is empty or holds a character that none may have.</exception>
    public static void ValidateNames(string? productKey, string? deviceName)
    {
        CheckPart(productKey, "product key", IotErrorId.InvalidProductKey);
        CheckPart(deviceName, "device name", IotErrorId.InvalidDeviceName);
    }

    private static void CheckPart(string? value, string what, IotErrorId id)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new IotException(
                id, $"The {what} is empty.", $"Copy the {what} from the device's page in the console.");
        }

        int at = value.AsSpan().IndexOfAnyExcept(s_allowed);
        if (at < 0)
            return;
        throw new IotException(
            id,
            $"The {what} '{value}' contains {Describe(value[at])}.",
            "Letters, digits and - _ @ . : are allowed; a space at an end often comes from copying.");
    }

    private static string Words(string secretName) => secretName switch
    {
        "ProductSecret" => "product secret",
        "DeviceToken" => "device token",
        _ => "device secret",
    };

    private static string Describe(char c) =>
        char.IsControl(c) || char.IsWhiteSpace(c) ? $"the character U+{(int)c:X4}" : $"'{c}'";
}
