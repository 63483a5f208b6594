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
    // Written for each message, so that nothing is looked through for what JSON escapes.
    private static readonly JsonEncodedText s_code = JsonEncodedText.Encode("code");
    private static readonly JsonEncodedText s_data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText s_id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText s_message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText s_method = JsonEncodedText.Encode("method");
    private static readonly JsonEncodedText s_version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText s_alink = JsonEncodedText.Encode("1.0");

    public byte[] Write() => CompactJson.Write(this, static (json, reply) =>
    {
        json.WriteStartObject();
        json.WriteNumber(s_code, reply.Answer.Code);
        json.WritePropertyName(s_data);
        WriteData(json, reply.Answer.Data);
        json.WriteString(s_id, reply.Id);
        json.WriteString(s_message, reply.Answer.Message);
        if (reply.Method is not null)
            json.WriteString(s_method, reply.Method);
        json.WriteString(s_version, s_alink);
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
