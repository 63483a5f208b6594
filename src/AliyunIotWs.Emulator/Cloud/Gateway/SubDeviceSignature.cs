using System.Text.Json;
using AliyunIotWs.Emulator.Authentication;
using AliyunIotWs.Emulator.Cloud.Alink;
using AliyunIotWs.Emulator.Devices;

namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>
/// The signature by which a gateway shows that it knows a sub-device's secret: over all that is sent for the device
/// except the signature, its method and <c>cleanSession</c>, which an older page counted in; so both are taken. The
/// platform's pages and C SDKs spell the method's name <c>signmethod</c>, its JavaScript SDK <c>signMethod</c>.
/// </summary>
internal static class SubDeviceSignature
{
    private const string Clean = "cleanSession";

    /// <summary>Says what is wrong with a signature; null when nothing is.</summary>
    /// <param name="device">Whose it is.</param>
    /// <param name="gateway">Who sends it.</param>
    /// <param name="parameters">Of the request, for this device.</param>
    /// <param name="batch">
    /// Of the request as a whole: Link SDK C 4.x has the method there, once for all devices of a batch.
    /// </param>
    public static string? FaultOf(
        DeviceEntry device, DeviceEntry gateway, JsonElement parameters, JsonElement batch = default)
    {
        if (device.Account.Secret is not { } secret)
            return "the device has no secret yet; register it first";
        string? announced = MethodOf(parameters) ?? MethodOf(batch);
        if (SignMethod.Find(announced) is not { } method)
            return $"signmethod={announced} is none of hmacmd5, hmacsha1, hmacsha256";
        var signed = parameters.EnumerateObject()
            .Where(member => member.Name is not ("sign" or "signmethod" or "signMethod"))
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .ToList();
        var bare = signed.Where(member => member.Name != Clean).ToList();
        var claim = new SignatureClaim(
            "device secret", secret, NamesOf(bare), ContentOf(bare), method, parameters.Text("sign") ?? string.Empty)
        {
            MethodIsNamed = announced is not null,
            OtherContents =
            [
                (ContentOf(bare.Where(member => member.Name is "deviceName" or "productKey")),
                    "; it is made over deviceName, productKey only"),
                (ContentOf(bare.Where(member => member.Name != "timestamp")), "; timestamp is missing in it"),
                (ContentOf(bare.Where(member => member.Name != "clientId")), "; clientId is missing in it"),
                (string.Concat(bare.Select(member => member.Value.ToString())),
                    "; it is made over the values without their names"),
                (ContentOf(bare).Replace("clientId", "ClientId", StringComparison.Ordinal),
                    "; its clientId is written ClientId: names have small and capital letters as documented"),
            ],
            OtherKeys = OtherKeys(device, gateway),
        };
        bool right = claim.IsRight || method.Verify(secret, ContentOf(signed), claim.Given);
        return right ? null : claim.Explain();
    }

    private static string? MethodOf(JsonElement parameters) =>
        parameters.Text("signmethod") ?? parameters.Text("signMethod");

    private static List<(string Key, string Mistake)> OtherKeys(DeviceEntry device, DeviceEntry gateway)
    {
        var keys = new List<(string Key, string Mistake)>();
        if (gateway.Account.Secret is { } own)
            keys.Add((own, "; it is made with the secret of the gateway"));
        if (device.Product.ProductSecret is { } product)
            keys.Add((product, "; it is made with the product secret, not the device secret"));
        return keys;
    }

    private static string ContentOf(IEnumerable<JsonProperty> members) =>
        string.Concat(members.Select(member => member.Name + TextOf(member.Value)));

    // A truth value is signed as it is written.
    private static string TextOf(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : value.ToString();

    private static string NamesOf(IEnumerable<JsonProperty> members) =>
        string.Join(", ", members.Select(member => member.Name));
}
