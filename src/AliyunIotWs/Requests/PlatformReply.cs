using System.Globalization;
using System.Text.Json;

namespace AliyunIotWs.Requests;

/// <summary>
/// What a reply says, whatever its form. Of ten thousand replies most are looked at for their code alone, so that the
/// rest is read when it is asked for.
/// </summary>
internal sealed class PlatformReply
{
    public const int Success = 200;

    /// <summary>An upgrade package comes with the code 1000.</summary>
    private const int PackageFound = 1000;

    private readonly Func<JsonElement?> _data;

    private PlatformReply(int? code, string? message, Func<JsonElement?> data)
    {
        Code = code;
        Message = message;
        _data = data;
    }

    /// <summary>200 is success; null where the form has no code.</summary>
    public int? Code { get; }

    /// <summary>The platform's word for it.</summary>
    public string? Message { get; }

    /// <summary>What was asked for.</summary>
    public JsonElement? Data => _data();

    public static bool IsRejection(int code) => code is not (Success or PackageFound);

    /// <exception cref="JsonException">The reply is no JSON object.</exception>
    public static PlatformReply Read(RequestForm form, byte[] payload) => form switch
    {
        RequestForm.Raw => new PlatformReply(null, null, () => null),
        RequestForm.Shadow => OfShadow(Parse(payload)),
        RequestForm.Time => new PlatformReply(Success, null, () => Parse(payload)),
        _ => OfAlink(payload),
    };

    private static PlatformReply OfAlink(byte[] payload)
    {
        string? code = null;
        string? message = null;
        var json = new Utf8JsonReader(payload);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("the reply is no JSON object");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isCode = json.ValueTextEquals("code"u8);
            bool isMessage = json.ValueTextEquals("message"u8);
            json.Read();
            if (isCode)
                code = ReplyText.Text(json);
            else if (isMessage)
                message = ReplyText.Text(json);
            json.Skip();
        }

        return new PlatformReply(Number(code), message, () => Member(Parse(payload), "data"));
    }

    private static PlatformReply OfShadow(JsonElement root)
    {
        if (Member(root, "payload") is not { ValueKind: JsonValueKind.Object } payload)
            throw new JsonException("the reply of the shadow has no payload");
        if (Member(payload, "content") is { ValueKind: JsonValueKind.Object } content)
        {
            return new PlatformReply(
                Number(Member(content, "errorcode")?.ToString()),
                Member(content, "errormessage")?.ToString(),
                () => content);
        }

        return new PlatformReply(Success, Member(payload, "status")?.ToString(), () => Merge(root, payload));
    }

    // The version stands in the payload after an update, and beside it after a get.
    private static JsonElement Merge(JsonElement root, JsonElement payload)
    {
        var merged = new Dictionary<string, JsonElement>();
        foreach (var member in payload.EnumerateObject().Concat(root.EnumerateObject()))
        {
            if (member.Name is not ("status" or "method" or "payload"))
                merged[member.Name] = member.Value;
        }

        return JsonSerializer.SerializeToElement(merged);
    }

    private static JsonElement Parse(byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new JsonException("the reply is no JSON object");
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) ? member : null;

    // Some answers have their code as text.
    private static int? Number(string? code) =>
        int.TryParse(code, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;
}
