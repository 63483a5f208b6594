using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Upgrade;

/// <summary>A package that a device may upgrade to.</summary>
/// <param name="Module">What it is for; <c>default</c> is the firmware itself.</param>
/// <param name="Version">That the device reports once it runs it.</param>
/// <param name="Url">Where it is fetched.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sign">Hex digest of the package.</param>
/// <param name="SignMethod"><c>SHA256</c> or <c>Md5</c>.</param>
internal sealed record FirmwareOffer(
    string Module, string Version, string Url, long Size, string Sign, string SignMethod)
{
    /// <summary>True for a package that holds only what has changed.</summary>
    public bool IsDifference { get; init; }

    /// <summary>Text of the user's own that goes with it.</summary>
    public string? ExtraData { get; init; }

    /// <summary>Writes the package: no module for the default one, and no isDiff for a whole package.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("size", Size);
        json.WriteString("version", Version);
        json.WriteString("url", Url);
        json.WriteString("sign", Sign);
        json.WriteString("signMethod", SignMethod);
        if (SignMethod == "Md5")
            json.WriteString("md5", Sign);
        if (IsDifference)
            json.WriteNumber("isDiff", 1);
        if (Module != FirmwareModules.Default)
            json.WriteString("module", Module);
        if (ExtraData is not null)
            json.WriteString("extData", ExtraData);
        json.WriteEndObject();
    }
}
