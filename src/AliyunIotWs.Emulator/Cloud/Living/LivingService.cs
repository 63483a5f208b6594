using System.Security.Cryptography;
using System.Text;
using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.Living;

/// <summary>
/// What firmware of the Living platform asks on its first connect. It stops until the prefix of its local network has
/// been answered. One log shows these topics; that the two others are answered with a plain success is a guess.
/// </summary>
internal static class LivingService
{
    public static IEnumerable<CloudRoute> Routes(AlinkRoutes alink) =>
    [
        alink.Route("/sys/{pk}/{dn}/thing/lan/prefix/get", GetPrefix),
        alink.Route("/sys/{pk}/{dn}/thing/awss/enrollee/match", static (_, _) => AlinkAnswer.Success),
        alink.Route("/sys/{pk}/{dn}/thing/reset", static (_, _) => AlinkAnswer.Success),
    ];

    // Both are made from the device's secret, always the same for it, and never the secret itself.
    private static AlinkAnswer GetPrefix(CloudMessage message, AlinkRequest request)
    {
        var device = message.Device.Identity;
        byte[] secret = Encoding.UTF8.GetBytes(message.Device.Account.Secret ?? string.Empty);
        string Derive(string purpose) => Convert.ToHexString(
            HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(purpose + message.Device.Key)));
        return AlinkAnswer.With(json =>
        {
            json.WriteStartObject();
            json.WriteString("deviceSecret", Derive("lan secret")[..32]);
            json.WriteString("prefix", Derive("lan prefix")[..8]);
            json.WriteString("productKey", device.ProductKey);
            json.WriteString("deviceName", device.DeviceName);
            json.WriteEndObject();
        });
    }
}
