using System.Globalization;
using System.Text.Json;

namespace AliyunIotWs.Requests;

/// <summary>What a reply says, whatever its form.</summary>
/// <param name="Code">200 is success; null where the form has no code.</param>
/// <param name="Message">The platform's word for it.</param>
/// <param name="Data">What was asked for.</param>
internal sealed record PlatformReply(int? Code, string? Message, JsonElement? Data)
{
    public const int Success = 200;

    /// <summary>An upgrade package comes with the code 1000.</summary>
    private const int PackageFound = 1000;

    public static bool IsRejection(int code) => code is not (Success or PackageFound);

    /// <exception cref="JsonException">The reply is no JSON object.</exception>
    public static PlatformReply Read(RequestForm form, byte[] payload)
    {
        if (form == RequestForm.Raw)
            return new PlatformReply(null, null, null);
        using var document = JsonDocument.Parse(payload);
        var root = document.RootElement.Clone();
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("the reply is no JSON object");
        return form switch
        {
            RequestForm.Shadow => OfShadow(root),
            RequestForm.Time => new PlatformReply(Success, null, root),
            _ => new PlatformReply(Number(Member(root, "code")), Member(root, "message")?.ToString(), Member(root, "data")),
        };
    }

    private static PlatformReply OfShadow(JsonElement root)
    {
        if (Member(root, "payload") is not { ValueKind: JsonValueKind.Object } payload)
            throw new JsonException("the reply of the shadow has no payload");
        if (Member(payload, "content") is { ValueKind: JsonValueKind.Object } content)
            return new PlatformReply(Number(Member(content, "errorcode")), Member(content, "errormessage")?.ToString(), content);
        return new PlatformReply(Success, Member(payload, "status")?.ToString(), Merge(root, payload));
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

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) ? member : null;

    // Some answers have their code as text.
    private static int? Number(JsonElement? code) =>
        int.TryParse(code?.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : null;
}
