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

        var row = new InputRow(table);
        string version = row.Text("Version") ?? throw Invalid("it has no Version");
        string module = row.Text("Module") ?? FirmwareModules.Default;
        var offer = table["Content"] is { } content
            ? Shelve(row, module, version, PayloadBytes.From(content).ToArray(), console)
            : Elsewhere(row, module, version);
        return offer with
        {
            ExtraData = row.Text("ExtraData"),
            IsDifference = row.Text("IsDifference") is { } text && bool.TryParse(text, out bool flag) && flag,
        };
    }

    // MD5 is what devices with the C SDK 3.x know alone.
    private static FirmwareOffer Shelve(
        InputRow row, string module, string version, byte[] package, CloudConsole console)
    {
        string method = SignMethodOf(row);
        byte[] sign = method == "Md5" ? MD5.HashData(package) : SHA256.HashData(package);
        string url = console.Shelve(package).AbsoluteUri;
        return new(module, version, url, package.Length, Convert.ToHexString(sign).ToLowerInvariant(), method);
    }

    private static FirmwareOffer Elsewhere(InputRow row, string module, string version)
    {
        string url = row.Text("Url") ?? throw Invalid("it has neither Content nor Url");
        string sign = row.Text("Sign") ?? throw Invalid("it has a Url and no Sign");
        if (!long.TryParse(row.Text("Size"), CultureInfo.InvariantCulture, out long size) || size < 0)
            throw Invalid("it has a Url and no Size");
        return new(module, version, url, size, sign, SignMethodOf(row));
    }

    private static string SignMethodOf(InputRow row) => row.Text("SignMethod") switch
    {
        null or "SHA256" => "SHA256",
        "Md5" => "Md5",
        var other => throw Invalid($"its SignMethod '{other}' is none of SHA256, Md5"),
    };

    private static IotException Invalid(string fault) => new(
        IotErrorId.InvalidPayload,
        $"The firmware can not be offered: {fault}.",
        "Give @{ Version = '1.1'; Content = [byte[]]… }, or @{ Version; Url; Size; Sign }; SignMethod, Module, "
        + "IsDifference and ExtraData are optional.");
}
