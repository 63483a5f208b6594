using System.Net.Http.Headers;
using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Cloud.Registration;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// What is answered over HTTP beside the WebSocket upgrade: files that the cloud has offered, and registration.
/// </summary>
internal sealed class HttpSite(FileShelf files, RegistrationForm registration, bool lenient)
{
    private const string FileType = "application/octet-stream";

    /// <summary>True for a request whose body is to be read.</summary>
    public static bool TakesBody(UpgradeRequest? request) =>
        request is { Method: "POST", Path: RegistrationForm.Path };

    /// <summary>The answer; null for a request that is none of these.</summary>
    /// <param name="request">The head; null where it is malformed.</param>
    /// <param name="body">What follows it.</param>
    /// <param name="secure">True under TLS.</param>
    public UpgradeAnswer? Answer(UpgradeRequest? request, string body, bool secure) => request switch
    {
        { Method: "GET" } when request.Path.StartsWith(FileShelf.Folder, StringComparison.Ordinal) => Fetch(request),
        { Method: "POST", Path: RegistrationForm.Path } => Register(body, secure),
        _ => null,
    };

    private UpgradeAnswer Fetch(UpgradeRequest request)
    {
        if (files.Find(request.Path) is not { } content)
            return UpgradeAnswer.Refuse(404, "Not Found", "the cloud has no such file, or has none any more");
        if (RangeOf(request) is not { } range)
            return UpgradeAnswer.Give(FileType, content);
        long last = content.Length - 1;
        long begin = range.From ?? Math.Max(0, content.Length - range.To!.Value);
        long end = range.From is null ? last : Math.Min(range.To ?? last, last);
        if (begin > end)
        {
            string fault = $"the file has {content.Length} bytes, and none of those that were asked for";
            return UpgradeAnswer.Refuse(416, "Range Not Satisfiable", fault, $"Content-Range: bytes */{content.Length}");
        }

        return UpgradeAnswer.Give(
            FileType, content.AsMemory((int)begin, (int)(end - begin + 1)), $"bytes {begin}-{end}/{content.Length}");
    }

    // SDKs ask for one range, to go on where a download broke off. Anything else may be ignored (RFC 9110, section 14.2).
    private static RangeItemHeaderValue? RangeOf(UpgradeRequest request) =>
        RangeHeaderValue.TryParse(request.Single("Range"), out var range) && range is { Unit: "bytes", Ranges.Count: 1 }
            ? range.Ranges.First()
            : null;

    private UpgradeAnswer Register(string body, bool secure) => secure || lenient
        ? UpgradeAnswer.Give("application/json;charset=UTF-8", registration.Answer(body))
        : UpgradeAnswer.Refuse(403, "Forbidden", "a device registers over HTTPS only; post to the secure port");
}
