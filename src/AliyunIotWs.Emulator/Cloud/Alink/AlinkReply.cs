using System.Text.Json;

namespace AliyunIotWs.Emulator.Cloud.Alink;

/// <summary>
/// Writes a reply: <c>{"code","data","id","message","method","version"}</c>, in this order and without blanks. The
/// platform's pages show id, code and data only; logs of five independent devices show all six, and the platform's
/// Python SDK fails without them (sure).
/// </summary>
/// <param name="Answer">Code and data.</param>
/// <param name="Id">As the request had it.</param>
/// <param name="Method">As the request had it; null leaves the key out.</param>
internal readonly record struct AlinkReply(AlinkAnswer Answer, string Id, string? Method)
{
    public byte[] Write() => CompactJson.Write(this, static (json, reply) =>
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, reply.Answer.Code);
        json.WritePropertyName("data"u8);
        WriteData(json, reply.Answer.Data);
        json.WriteString("id"u8, reply.Id);
        json.WriteString("message"u8, reply.Answer.Message);
        if (reply.Method is not null)
            json.WriteString("method"u8, reply.Method);
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
