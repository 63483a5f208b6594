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
    public static byte[] Write(AlinkAnswer answer, string id, string? method) =>
        CompactJson.Write((answer, id, method), static (json, reply) =>
        {
            json.WriteStartObject();
            json.WriteNumber("code"u8, reply.answer.Code);
            json.WritePropertyName("data"u8);
            WriteData(json, reply.answer.Data);
            json.WriteString("id"u8, reply.id);
            json.WriteString("message"u8, reply.answer.Message);
            if (reply.method is not null)
                json.WriteString("method"u8, reply.method);
            json.WriteString("version"u8, "1.0"u8);
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
