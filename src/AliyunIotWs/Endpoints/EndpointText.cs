using AliyunIotWs.Errors;

namespace AliyunIotWs.Endpoints;

/// <summary>
/// An endpoint as a user writes it: <c>wss://host:port/path</c>, or <c>host</c> and <c>host:port</c>, which take the
/// scheme of the transport and port 443. A scheme that is written decides the transport; without a port it means its
/// own default, except on the platform's hosts, which serve both schemes on 443.
/// </summary>
internal static class EndpointText
{
    public static (Uri Endpoint, IotTransport Transport) Parse(string text, IotTransport transport)
    {
        string trimmed = text.Trim();
        bool hasScheme = trimmed.Contains("://", StringComparison.Ordinal);
        string full = hasScheme ? trimmed : $"{(transport == IotTransport.Wss ? "wss" : "ws")}://{trimmed}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Invalid(text, "is not an address");
        if (uri.UserInfo.Length > 0)
            throw Invalid("(hidden)", "carries a user name or password");
        if (uri.Fragment.Length > 0)
            throw Invalid(text, "carries a fragment, which a WebSocket address can not have (RFC 6455, section 3)");
        var found = uri.Scheme switch
        {
            "wss" => IotTransport.Wss,
            "ws" => IotTransport.Ws,
            _ => throw Invalid(text, $"has the scheme '{uri.Scheme}'"),
        };
        bool portIsOpen = !hasScheme || PlatformEndpoint.IsPlatform(uri);
        return (portIsOpen ? WithPlatformPort(uri) : uri, found);
    }

    // The platform serves ws on 443 as well, where the scheme alone would mean 80.
    private static Uri WithPlatformPort(Uri uri) =>
        uri.Scheme == "ws" && uri.IsDefaultPort && !uri.OriginalString.Contains(":80", StringComparison.Ordinal)
            ? new UriBuilder(uri) { Port = PlatformEndpoint.Port }.Uri
            : uri;

    private static IotException Invalid(string text, string why) => new(
        IotErrorId.InvalidEndpoint,
        $"The endpoint '{text}' {why}.",
        "Write wss://host:port/ or ws://host:port/, or host:port alone.");
}
