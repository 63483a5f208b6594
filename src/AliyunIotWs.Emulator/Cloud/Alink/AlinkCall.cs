using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>
/// Writes what the cloud asks of a device: <c>{"method","id","params","version"}</c>, in this order, with version 1.0.0
/// and not 1.0 (sure: packet logs of seven devices).
/// </summary>
internal static class AlinkCall
{
    public static byte[] Write(string id, string method, Action<Utf8JsonWriter> parameters) => CompactJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("method", method);
        json.WriteString("id", id);
        json.WritePropertyName("params");
        parameters(json);
        json.WriteString("version", "1.0.0");
        json.WriteEndObject();
    });
}
