using AliyunIotWs.Endpoints;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Reads endpoints. The rows of a fleet name the same ones, or a few products in blocks, so what came last comes again:
/// it is read once, and its connections share the addresses.
/// </summary>
internal sealed class RecentEndpoints
{
    private (string[] Texts, IotTransport Transport, Uri[] Endpoints)? _last;

    public Uri[] Parse(string[] texts, IotTransport transport)
    {
        if (_last is { } last && last.Transport == transport && last.Texts.SequenceEqual(texts, StringComparer.Ordinal))
            return last.Endpoints;
        Uri[] endpoints = [.. texts.Select(text => EndpointText.Parse(text, transport).Endpoint)];
        _last = (texts, transport, endpoints);
        return endpoints;
    }
}
