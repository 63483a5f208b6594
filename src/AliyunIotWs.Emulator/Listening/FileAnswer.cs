using AliyunIotWs.Emulator.Cloud.Files;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>The answer to a device that fetches what the cloud has offered: a configuration or a package.</summary>
internal static class FileAnswer
{
    /// <summary>The whole file, whatever range is asked for (RFC 9110, section 14.2); null for any other request.</summary>
    public static UpgradeAnswer? To(UpgradeRequest? request, FileShelf files)
    {
        if (request is not { Method: "GET" } || !request.Path.StartsWith(FileShelf.Folder, StringComparison.Ordinal))
            return null;
        return files.Find(request.Path) is { } content
            ? new UpgradeAnswer(200, HeadOf(content), null, null) { Body = content }
            : UpgradeAnswer.Refuse(404, "Not Found", "the cloud has no such file, or has none any more");
    }

    private static string HeadOf(byte[] content) =>
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n"
        + $"Content-Length: {content.Length}\r\n\r\n";
}
