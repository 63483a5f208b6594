using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>
/// Writes a reply: <c>{"code","data","id","message","method","version"}</c>, in this order and without blanks. The
/// platform's pages show id, code and data only; logs of five independent devices show all six, and the platform's
/// Python SDK fails without them (sure).
/// </summary>
internal static class AlinkReply
{
    /// <param name="answer">Code and data.</param>
    /// <param name="id">As the request had it.</param>
    /// <param name="method">As the request had it; null leaves the key out.</param>
    public static byte[] Write(AlinkAnswer answer, string id, string? method) => CompactJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", answer.Code);
        json.WritePropertyName("data");
        WriteData(json, answer.Data);
        json.WriteString("id", id);
        json.WriteString("message", answer.Message);
        if (method is not null)
            json.WriteString("method", method);
        json.WriteString("version", "1.0");
        json.WriteEndObject();
    });

    private static void WriteData(Utf8JsonWriter json, Action<Utf8JsonWriter>? data)
    {
        if (data is not null)
        {
            data(json);
            return;
        }

        json.WriteStartObject();
        json.WriteEndObject();
    }
}
