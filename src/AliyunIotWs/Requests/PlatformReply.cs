using System.Globalization;
using System.Text.Json;

namespace AliyunIotWs.Requests;

/// <summary>What a reply says, whatever its form.</summary>
internal static class PlatformReply
{
    public const int Success = 200;

    /// <summary>An upgrade package comes with the code 1000.</summary>
    private const int PackageFound = 1000;

    public static bool IsRejection(int code) => code is not (Success or PackageFound);

    /// <summary>What stands on top of the reply to a request that is done.</summary>
    /// <exception cref="JsonException">The reply is no JSON object.</exception>
    public static ReplyHead HeadOf(PendingRequest request) => request switch
    {
        { Reply: null } => default,
        { Method.Form: RequestForm.Alink or RequestForm.Bare } => request.Head,
        _ => Read(request.Method.Form, request.Reply),
    };

    /// <summary>200 is success; null where the form has no code.</summary>
    /// <exception cref="JsonException">The reply is no JSON object.</exception>
    public static ReplyHead Read(RequestForm form, byte[] payload) => form switch
    {
        RequestForm.Raw => default,
        RequestForm.Shadow => OfShadow(ShadowPayload(Parse(payload))),
        RequestForm.Time => new ReplyHead { Code = Success },
        _ => ReplyHead.Read(payload),
    };

    /// <summary>What was asked for; null where there is none.</summary>
    /// <exception cref="JsonException">The reply is no JSON object.</exception>
    public static JsonElement? Data(RequestForm form, byte[] payload) => form switch
    {
        RequestForm.Raw => null,
        RequestForm.Time => Parse(payload),
        RequestForm.Shadow => ShadowData(Parse(payload)),
        _ => Member(Parse(payload), "data"),
    };

    private static ReplyHead OfShadow(JsonElement payload) =>
        Member(payload, "content") is { ValueKind: JsonValueKind.Object } content
            ? new ReplyHead
            {
                Code = Number(Member(content, "errorcode")?.ToString()),
                Message = Member(content, "errormessage")?.ToString(),
            }
            : new ReplyHead { Code = Success, Message = Member(payload, "status")?.ToString() };

    private static JsonElement ShadowPayload(JsonElement root) =>
        Member(root, "payload") is { ValueKind: JsonValueKind.Object } payload
            ? payload
            : throw new JsonException("the reply of the shadow has no payload");

    private static JsonElement ShadowData(JsonElement root)
    {
        var payload = ShadowPayload(root);
        return Member(payload, "content") is { ValueKind: JsonValueKind.Object } content
            ? content
            : Merge(root, payload);
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

    private static int? Number(string? code) =>
        int.TryParse(code, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;
}
