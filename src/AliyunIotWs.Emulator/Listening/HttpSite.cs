using AliyunIotWs.Emulator.Cloud.Files;
using AliyunIotWs.Emulator.Cloud.Registration;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// What is answered over HTTP beside the WebSocket upgrade: files that the cloud has offered, and registration.
/// </summary>
internal sealed class HttpSite(FileShelf files, RegistrationForm registration, bool lenient)
{
    /// <summary>True for a request whose body is to be read.</summary>
    public static bool TakesBody(UpgradeRequest? request) =>
        request is { Method: "POST", Path: RegistrationForm.Path };

    /// <summary>The answer; null for a request that is none of these.</summary>
    /// <param name="request">The head; null where it is malformed.</param>
    /// <param name="body">What follows it.</param>
    /// <param name="secure">True under TLS.</param>
    public UpgradeAnswer? Answer(UpgradeRequest? request, string body, bool secure) => request switch
    {
        { Method: "GET" } when request.Path.StartsWith(FileShelf.Folder, StringComparison.Ordinal) => Fetch(request.Path),
        { Method: "POST", Path: RegistrationForm.Path } => Register(body, secure),
        _ => null,
    };

    // The whole file, whatever range is asked for (RFC 9110, section 14.2).
    private UpgradeAnswer Fetch(string path) => files.Find(path) is { } content
        ? UpgradeAnswer.Give("application/octet-stream", content)
        : UpgradeAnswer.Refuse(404, "Not Found", "the cloud has no such file, or has none any more");

    private UpgradeAnswer Register(string body, bool secure) => secure || lenient
        ? UpgradeAnswer.Give("application/json;charset=UTF-8", registration.Answer(body))
        : UpgradeAnswer.Refuse(403, "Forbidden", "a device registers over HTTPS only; post to the secure port");
}
