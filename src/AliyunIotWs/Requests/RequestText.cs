using System.Buffers.Text;
using System.Text.Json;
using AliyunIotWs.Messages;

namespace AliyunIotWs.Requests;

/// <summary>Writes requests, and answers to those of the cloud, as JSON.</summary>
internal static class RequestText
{
    // A long has 20 characters at most.
    private const int LongestId = 20;

    // Written again and again, so that nothing is looked through for what JSON escapes.
    private static readonly JsonEncodedText s_id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText s_sendTime = JsonEncodedText.Encode("deviceSendTime");
    private static readonly JsonEncodedText s_version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText s_alink = JsonEncodedText.Encode("1.0");
    private static readonly JsonEncodedText s_params = JsonEncodedText.Encode("params");
    private static readonly JsonEncodedText s_method = JsonEncodedText.Encode("method");

    /// <param name="method">What is asked.</param>
    /// <param name="id">Of the request; for the time, the milliseconds at which it is sent.</param>
    /// <param name="data">Params as JSON; empty: none. Of <see cref="RequestForm.Raw"/>, the bytes.</param>
    /// <exception cref="JsonException">The data of a shadow is no object.</exception>
    public static ReadOnlyMemory<byte> Write(RequestMethod method, long id, ReadOnlyMemory<byte> data)
    {
        if (method.Form == RequestForm.Raw)
            return data;
        return JsonBytes.Write(new RequestBody(method, id, data), static (json, request) =>
        {
            var (method, id, data) = request;
            json.WriteStartObject();
            switch (method.Form)
            {
                case RequestForm.Time:
                    WriteId(json, s_sendTime, id);
                    break;
                case RequestForm.Shadow:
                    json.WriteString("method", method.Name[(method.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
                    WriteMembers(json, data);
                    break;
                default:
                    WriteId(json, s_id, id);
                    if (method.Form == RequestForm.Alink)
                        json.WriteString(s_version, s_alink);
                    json.WritePropertyName(s_params);
                    WriteParams(json, data, method.TakesList);
                    if (method.Form == RequestForm.Alink)
                        json.WriteString(s_method, method.Name);
                    break;
            }

            json.WriteEndObject();
        });
    }

    /// <param name="id">Of the cloud's request.</param>
    /// <param name="code">200 is success.</param>
    /// <param name="message">Words for the code; null: none.</param>
    /// <param name="data">As JSON; empty: none.</param>
    public static ReadOnlyMemory<byte> WriteReply(string id, int code, string? message, ReadOnlyMemory<byte> data) =>
        JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("code", code);
            if (message is not null)
                json.WriteString("message", message);
            json.WritePropertyName("data");
            json.WriteRawValue(data.IsEmpty ? "{}"u8 : data.Span, skipInputValidation: true);
            json.WriteEndObject();
        });

    private static void WriteId(Utf8JsonWriter json, JsonEncodedText name, long id)
    {
        Span<byte> digits = stackalloc byte[LongestId];
        Utf8Formatter.TryFormat(id, digits, out int length);
        json.WriteString(name, digits[..length]);
    }

    private static void WriteParams(Utf8JsonWriter json, ReadOnlyMemory<byte> data, bool takesList)
    {
        bool isList = data.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        if (takesList && !isList)
            json.WriteStartArray();
        if (!data.IsEmpty)
            json.WriteRawValue(data.Span, skipInputValidation: true);
        else if (!takesList)
            json.WriteRawValue("{}"u8, skipInputValidation: true);
        if (takesList && !isList)
            json.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter json, ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty)
            return;
        using var document = JsonDocument.Parse(data);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException(
                "the shadow takes an object, such as @{ state = @{ reported = @{ … } }; version = 1 }");
        }

        foreach (var member in document.RootElement.EnumerateObject())
            member.WriteTo(json);
    }
}
