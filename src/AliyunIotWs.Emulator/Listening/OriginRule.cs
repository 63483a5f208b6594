using System.Net;

namespace AliyunIotWs.Emulator.Listening;

/// <summary>
/// Which web pages may open a WebSocket: those of this machine, be they served by it or opened as a file, and those
/// that the user has named. Without it, any site that is open in a browser could talk to the emulator (RFC 6455,
/// section 10.2). Other programs send no origin.
/// </summary>
/// <param name="allowed">Origins such as <c>https://example.com</c>; <c>*</c> stands for all.</param>
internal sealed class OriginRule(IReadOnlyCollection<string> allowed)
{
    /// <summary>Says why the page may not; null when it may.</summary>
    public string? FaultOf(UpgradeRequest request)
    {
        var origins = request.All("Origin");
        return origins.Count == 0 || origins.All(IsAllowed)
            ? null
            : $"the page is of {string.Join(", ", origins)}, which is not of this machine; -AllowOrigin lets it in";
    }

    private bool IsAllowed(string origin)
    {
        // What a page without a server sends (RFC 6454, section 7).
        if (origin is "null" || IsOfThisMachine(origin))
            return true;
        return allowed.Any(one => one == "*" || one.TrimEnd('/').Equals(origin, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsOfThisMachine(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri))
            return false;
        if (uri.IsFile)
            return uri.Host.Length == 0;
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return false;
        if (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address))
            return IPAddress.IsLoopback(address);
        return uri.Host == "localhost" || uri.Host.EndsWith(".localhost", StringComparison.Ordinal);
    }
}
