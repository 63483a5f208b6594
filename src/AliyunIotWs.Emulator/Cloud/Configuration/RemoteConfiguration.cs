using System.Security.Cryptography;
using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Configuration;

/// <summary>A configuration that a device may fetch.</summary>
/// <param name="Id">Of this version of it.</param>
/// <param name="Content">The file.</param>
/// <param name="Url">Where the device fetches it.</param>
internal sealed record RemoteConfiguration(string Id, byte[] Content, Uri Url)
{
    /// <summary>SHA-256 of the content, in lower-case hex.</summary>
    public string Sign { get; } = Convert.ToHexString(SHA256.HashData(Content)).ToLowerInvariant();

    /// <summary>Writes what an answer and a push have in common.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("configId", Id);
        json.WriteNumber("configSize", Content.Length);
        json.WriteString("sign", Sign);
        json.WriteString("signMethod", "Sha256");
        json.WriteString("url", Url.AbsoluteUri);
        json.WriteString("getType", "file");
        json.WriteEndObject();
    }
}
