using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using AliyunIotWs.Emulator.Cloud;
using AliyunIotWs.Emulator.Cloud.Upgrade;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>
/// Reads a package to offer: Version with Content, which the emulator serves and signs, or with Url, Size and Sign.
/// </summary>
internal static class FirmwareRow
{
    private static readonly string[] s_known =
        ["Version", "Module", "Content", "Url", "Size", "Sign", "SignMethod", "IsDifference", "ExtraData"];

    /// <exception cref="IotException">Something is missing or unknown.</exception>
    public static FirmwareOffer Read(IDictionary table, CloudConsole console)
    {
        foreach (object key in table.Keys)
        {
            if (!s_known.Contains(key.ToString(), StringComparer.OrdinalIgnoreCase))
                throw Invalid($"it has an unknown key '{key}'");
        }

        var row = new DeviceRow(table);
        string version = row.Text("Version") ?? throw Invalid("it has no Version");
        string module = row.Text("Module") ?? FirmwareModules.Default;
        var offer = table["Content"] is { } content
            ? Shelve(module, version, PayloadBytes.From(content).ToArray(), console)
            : Elsewhere(row, module, version);
        return offer with
        {
            ExtraData = row.Text("ExtraData"),
            IsDifference = row.Text("IsDifference") is { } text && bool.TryParse(text, out bool flag) && flag,
        };
    }

    private static FirmwareOffer Shelve(string module, string version, byte[] package, CloudConsole console) => new(
        module,
        version,
        console.Shelve(package).AbsoluteUri,
        package.Length,
        Convert.ToHexString(SHA256.HashData(package)).ToLowerInvariant(),
        "SHA256");

    private static FirmwareOffer Elsewhere(DeviceRow row, string module, string version)
    {
        string url = row.Text("Url") ?? throw Invalid("it has neither Content nor Url");
        string sign = row.Text("Sign") ?? throw Invalid("it has a Url and no Sign");
        if (!long.TryParse(row.Text("Size"), CultureInfo.InvariantCulture, out long size) || size < 0)
            throw Invalid("it has a Url and no Size");
        string method = row.Text("SignMethod") ?? "SHA256";
        if (method is not ("SHA256" or "Md5"))
            throw Invalid($"its SignMethod '{method}' is none of SHA256, Md5");
        return new(module, version, url, size, sign, method);
    }

    private static IotException Invalid(string fault) => new(
        IotErrorId.InvalidPayload,
        $"The firmware can not be offered: {fault}.",
        "Give @{ Version = '1.1'; Content = [byte[]]… }, or @{ Version; Url; Size; Sign; SignMethod }; Module, "
        + "IsDifference and ExtraData are optional.");
}
