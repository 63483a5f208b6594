using System.Globalization;
using System.Text.Json;

namespace AliyunIotWs.Requests;

/// <summary>What a reply says, whatever its form.</summary>
internal sealed class PlatformReply
{
    public const int Success = 200;

    /// <summary>An upgrade package comes with the code 1000.</summary>
    private const int PackageFound = 1000;

    private readonly RequestForm _form;
    private readonly byte[] _payload;

    private PlatformReply(RequestForm form, byte[] payload, int? code, string? message)
    {
        _form = form;
        _payload = payload;
        Code = code;
        Message = message;
    }

    /// <summary>200 is success; null where the form has no code.</summary>
    public int? Code { get; }

    /// <summary>The platform's word for it.</summary>
    public string? Message { get; }

    /// <summary>What was asked for.</summary>
    public JsonElement? Data => _form switch
    {
        RequestForm.Raw => null,
        RequestForm.Time => Parse(_payload),
        RequestForm.Shadow => ShadowData(Parse(_payload)),
        _ => Member(Parse(_payload), "data"),
    };

    public static bool IsRejection(int code) => code is not (Success or PackageFound);

    /// <summary>The reply to a request that is done; null where there is none.</summary>
    /// <exception cref="JsonException">The reply is no JSON object.</exception>
    public static PlatformReply? To(PendingRequest request) => request switch
    {
        { Reply: null } => null,
        { Method.Form: RequestForm.Alink or RequestForm.Bare } =>
            new PlatformReply(request.Method.Form, request.Reply, request.Head.Code, request.Head.Message),
        _ => Read(request.Method.Form, request.Reply),
    };

    /// <exception cref="JsonException">The reply is no JSON object.</exception>
    public static PlatformReply Read(RequestForm form, byte[] payload) => form switch
    {
        RequestForm.Raw => new PlatformReply(form, payload, null, null),
        RequestForm.Shadow => OfShadow(payload),
        RequestForm.Time => new PlatformReply(form, payload, Success, null),
        _ => OfAlink(form, payload),
    };

    private static PlatformReply OfAlink(RequestForm form, byte[] payload)
    {
        var head = ReplyHead.Read(payload);
        return new PlatformReply(form, payload, head.Code, head.Message);
    }

    private static PlatformReply OfShadow(byte[] bytes)
    {
        var payload = ShadowPayload(Parse(bytes));
        if (Member(payload, "content") is { ValueKind: JsonValueKind.Object } content)
        {
            return new PlatformReply(
                RequestForm.Shadow,
                bytes,
                Number(Member(content, "errorcode")?.ToString()),
                Member(content, "errormessage")?.ToString());
        }

        return new PlatformReply(RequestForm.Shadow, bytes, Success, Member(payload, "status")?.ToString());
    }

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
